package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Weir does with few buffers, beside itself with more than it needs: 500 clients need two each at most. */
record PoolScenario(String name) implements Scenario {

    private static final int BODY_BYTES = 16 << 10;
    private static final int CLIENTS = 500;
    private static final int NEED = 2 * CLIENTS;
    private static final String UNLIMITED = "unlimited";
    private static final double LEAST_THROUGHPUT = 0.7;
    private static final Map<String, Integer> BUFFERS =
            new TreeMap<>(Map.of("pool-1", NEED / 100, "pool-10", NEED / 10, "pool-100", NEED, UNLIMITED, 4 * NEED));

    @Override
    public String title() {
        return "bodies of 16 KiB, " + CLIENTS + " connections, 1, 10 and 100 % of the " + NEED
                + " buffers that they need";
    }

    @Override
    public List<Integer> bodies() {
        return List.of(BODY_BYTES);
    }

    @Override
    public Contest run(Rig rig) throws InterruptedException {
        Turn turn = new WrkTurn(rig, Wrk.get(CLIENTS, Server.file(BODY_BYTES)), 0);
        List<Contender> contenders = rig.weirs().stream()
                .flatMap(weir ->
                        BUFFERS.entrySet().stream().map(entry -> contender(weir, entry.getKey(), entry.getValue())))
                .toList();
        List<Bar> bars = rig.weirNames().stream()
                .map(weir -> Bar.atLeastTimes(
                        weir + " pool-1", Quantity.REQUESTS_PER_SECOND, weir + " " + UNLIMITED, LEAST_THROUGHPUT))
                .toList();
        try (Interleaved interleaved = new Interleaved(rig, name)) {
            interleaved.start(contenders, turn);
            interleaved.rounds(turn);
            return new Contest(name, title(), Quantity.REQUESTS_PER_SECOND, List.of(), bars, interleaved.outcome());
        }
    }

    private static Contender contender(ProxyKind weir, String buffers, int count) {
        return new Contender(weir.name() + " " + buffers, weir, Variant.buffers(count), true);
    }
}
