package io.weir.versus.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Contests of rounds that are made up. */
final class ContestFixture {

    private ContestFixture() {}

    static Contest contest(List<Bar> bars, Map<String, List<Round>> rounds) {
        List<String> subjects =
                rounds.keySet().stream().filter(name -> name.startsWith("weir")).toList();
        return new Contest("get-64", "small GET", Quantity.CPU_MICROS, subjects, bars, rounds);
    }

    /** Weir with 20, 30 and 24 µs beside HAProxy with 20, 20 and 30. */
    static Contest weirAndHaproxy(Bar... bars) {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rounds.put("weir", rounds(20, 30, 24));
        rounds.put("haproxy", rounds(20, 20, 30));
        return contest(List.of(bars), rounds);
    }

    static List<Round> rounds(double... micros) {
        return DoubleStream.of(micros).mapToObj(ContestFixture::round).toList();
    }

    static Round round(double micros) {
        return new Round(Map.of(Quantity.CPU_MICROS, micros, Quantity.REQUESTS_PER_SECOND, 30_000.0), List.of());
    }

    static Round faulty(String fault) {
        return new Round(Map.of(Quantity.CPU_MICROS, 1.0), List.of(fault));
    }
}
