package io.weir.versus.scenario;

import io.weir.versus.report.Bar;
import io.weir.versus.report.Quantity;
import java.util.List;

/**
 * What issue 6 asks of every Weir, beside a rival.
 *
 * @param most times the rival's figure
 */
record Target(Quantity quantity, String rival, double most) {

    static List<Bar> bars(Rig rig, List<Target> targets) {
        return rig.weirs().stream()
                .flatMap(weir -> targets.stream()
                        .map(target -> Bar.atMostTimes(weir.name(), target.quantity, target.rival, target.most)))
                .toList();
    }
}
