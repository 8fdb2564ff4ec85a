package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.measure.ThreadQuota;
import io.weir.versus.proxy.Running;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weir with one event loop and with two. Where there are two cores, the load takes its share of them, so that requests per second cannot
 * double; 1.8 times as many from twice the time is 1.11 times the time for each. With a quota each loop has the same small part of a core,
 * and then requests per second tell it.
 *
 * @param quotaPercent of a core that each loop may use once it is warm; 0 for as much as there is
 */
record LoopsScenario(String name, int quotaPercent) implements Scenario {

    private static final String LOOP = "weir-loop";
    private static final int MOST_LOOPS = 2;
    private static final double MOST_TIMES = 1.11;
    private static final double LEAST_TIMES = 1.8;

    @Override
    public String title() {
        return "small GET, 64 connections, one event loop and two, on all cores"
                + (quotaPercent > 0 ? ", each with " + quotaPercent + " % of a core" : "");
    }

    @Override
    public Contest run(Rig rig) throws IOException, InterruptedException {
        Turn turn = new WrkTurn(rig, Wrk.get(64, Server.SMALL), 0);
        List<Contender> contenders = rig.weirs().stream()
                .flatMap(weir -> IntStream.rangeClosed(1, MOST_LOOPS)
                        .mapToObj(loops -> new Contender(named(weir.name(), loops), weir, Variant.loops(loops), false)))
                .toList();
        List<String> subjects =
                rig.weirNames().stream().map(weir -> named(weir, MOST_LOOPS)).toList();
        List<Bar> bars = rig.weirNames().stream()
                .map(weir -> bar(named(weir, MOST_LOOPS), named(weir, 1)))
                .toList();
        try (ThreadQuota quota = ThreadQuota.ofThisMachine();
                Interleaved interleaved = new Interleaved(rig, name)) {
            interleaved.start(contenders, turn);
            limit(quota, interleaved.running());
            interleaved.rounds(turn);
            return new Contest(name, title(), compared(), subjects, bars, interleaved.outcome());
        }
    }

    private void limit(ThreadQuota quota, List<Running> proxies) throws IOException {
        if (quotaPercent > 0) {
            for (Running proxy : proxies) {
                quota.limit(proxy.process(), LOOP, quotaPercent);
            }
        }
    }

    private Quantity compared() {
        return quotaPercent > 0 ? Quantity.REQUESTS_PER_SECOND : Quantity.CPU_MICROS;
    }

    private Bar bar(String two, String one) {
        return quotaPercent > 0
                ? Bar.atLeastTimes(two, Quantity.REQUESTS_PER_SECOND, one, LEAST_TIMES)
                : Bar.atMostTimes(two, Quantity.CPU_MICROS, one, MOST_TIMES);
    }

    private static String named(String weir, int loops) {
        return weir + " " + loops + (loops == 1 ? " loop" : " loops");
    }
}
