package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * wrk against every proxy in turn.
 *
 * @param closer whether allocation and system calls are looked at too
 * @param bodyBytes of a body, where they are what counts; 0 where requests are
 */
record WrkScenario(
        String name, String title, Wrk wrk, Variant variant, boolean closer, int bodyBytes, List<Target> targets)
        implements Scenario {

    private static final double MOST_ALLOCATED_BYTES = 200;

    @Override
    public List<Integer> bodies() {
        return bodyBytes > 0 && wrk.uploadBytes() == 0 ? List.of(bodyBytes) : List.of();
    }

    @Override
    public boolean isTcp() {
        return variant.tcp();
    }

    @Override
    public Contest run(Rig rig) throws InterruptedException {
        Turn turn = new WrkTurn(rig, wrk, bodyBytes);
        try (Interleaved interleaved = new Interleaved(rig, name)) {
            interleaved.start(rig.contenders(variant), turn);
            interleaved.rounds(turn);
            if (closer) {
                interleaved.lookCloser(new CloserLook(rig, wrk));
            }
            return new Contest(name, title, compared(), rig.weirNames(), bars(rig), interleaved.outcome());
        }
    }

    private List<Bar> bars(Rig rig) {
        List<Bar> bars = new ArrayList<>(Target.bars(rig, targets));
        if (closer) {
            rig.weirNames().forEach(weir -> bars.add(Bar.atMost(weir, Quantity.ALLOCATED_BYTES, MOST_ALLOCATED_BYTES)));
        }
        return bars;
    }

    private Quantity compared() {
        return bodyBytes > 0 ? Quantity.CPU_PER_GB : Quantity.CPU_MICROS;
    }
}
