package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weir with one event loop and with two. Where there are two cores, the load takes its share of them, so that requests per second cannot
 * double; 1.8 times as many from twice the time is 1.11 times the time for each.
 */
record LoopsScenario(String name) implements Scenario {

    private static final int MOST_LOOPS = 2;
    private static final double MOST_TIMES = 1.11;

    @Override
    public String title() {
        return "small GET, 64 connections, one event loop and two, on all cores";
    }

    @Override
    public Contest run(Rig rig) throws InterruptedException {
        Turn turn = new WrkTurn(rig, Wrk.get(64, Server.SMALL), 0);
        List<Contender> contenders = rig.weirs().stream()
                .flatMap(weir -> IntStream.rangeClosed(1, MOST_LOOPS)
                        .mapToObj(loops -> new Contender(named(weir.name(), loops), weir, Variant.loops(loops), false)))
                .toList();
        List<String> subjects =
                rig.weirNames().stream().map(weir -> named(weir, MOST_LOOPS)).toList();
        List<Bar> bars = rig.weirNames().stream()
                .map(weir -> Bar.atMostTimes(named(weir, MOST_LOOPS), Quantity.CPU_MICROS, named(weir, 1), MOST_TIMES))
                .toList();
        try (Interleaved interleaved = new Interleaved(rig, name)) {
            interleaved.start(contenders, turn);
            interleaved.rounds(turn);
            return new Contest(name, title(), Quantity.CPU_MICROS, subjects, bars, interleaved.outcome());
        }
    }

    private static String named(String weir, int loops) {
        return weir + " " + loops + (loops == 1 ? " loop" : " loops");
    }
}
