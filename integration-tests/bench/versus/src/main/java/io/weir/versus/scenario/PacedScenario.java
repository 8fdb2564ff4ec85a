package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.proxy.Running;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import java.io.IOException;
import java.util.List;

/** How long requests take at a constant rate that leaves everybody idle half of the time. */
record PacedScenario(String name) implements Scenario {

    private static final Wrk FAST = Wrk.get(64, Server.SMALL);
    private static final int PART = 2;
    private static final List<Target> TARGETS = List.of(new Target(Quantity.P99_MILLIS, "haproxy", 1.5));

    @Override
    public String title() {
        return "small GET at a constant rate, 64 connections";
    }

    @Override
    public Contest run(Rig rig) throws IOException, InterruptedException {
        try (Interleaved interleaved = new Interleaved(rig, name)) {
            interleaved.start(rig.contenders(Variant.HTTP), new WrkTurn(rig, FAST, 0));
            interleaved.rounds(new PacedTurn(rig, rate(rig, interleaved.running())));
            return new Contest(
                    name,
                    title(),
                    Quantity.P99_MILLIS,
                    rig.weirNames(),
                    Target.bars(rig, TARGETS),
                    interleaved.outcome());
        }
    }

    private static int rate(Rig rig, List<Running> proxies) throws IOException, InterruptedException {
        double slowest = Double.MAX_VALUE;
        if (rig.rate() == 0) {
            for (Running proxy : proxies) {
                slowest = Math.min(
                        slowest,
                        FAST.run(
                                        rig.pinning().others(),
                                        proxy.directory(),
                                        proxy.address(),
                                        rig.effort().round())
                                .rate());
            }
        }
        return rig.rate() > 0 ? rig.rate() : (int) Math.max(1, slowest / PART);
    }
}
