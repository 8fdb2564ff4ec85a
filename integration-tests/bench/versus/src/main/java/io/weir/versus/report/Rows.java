package io.weir.versus.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every figure of every round, for other programs: a line each, columns separated by tabs. */
public final class Rows {

    private static final String HEAD = "scenario\tproxy\tround\tcounts\tquantity\tvalue";

    private Rows() {}

    /** Of all contests. */
    public static List<String> of(List<Contest> contests) {
        return Stream.concat(Stream.of(HEAD), contests.stream().flatMap(Rows::of))
                .toList();
    }

    private static Stream<String> of(Contest contest) {
        return contest.rounds().entrySet().stream()
                .flatMap(entry -> IntStream.range(0, entry.getValue().size())
                        .boxed()
                        .flatMap(i -> of(entry.getValue().get(i))
                                .map(rest ->
                                        String.join("\t", contest.scenario(), entry.getKey(), "" + (i + 1), rest))));
    }

    private static Stream<String> of(Round round) {
        return Stream.of(Quantity.values())
                .filter(round.values()::containsKey)
                .map(quantity -> String.format(
                        Locale.ROOT,
                        "%s\t%s\t%.6f",
                        round.isValid() ? "yes" : "no",
                        quantity.title(),
                        round.value(quantity)));
    }
}
