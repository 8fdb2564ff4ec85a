package io.weir.conformance.report;

import io.weir.bench.harness.Table;
import io.weir.conformance.trial.SlowRun;
import java.util.List;

/** What came of slow clients. */
public final class SlowClients {

    private SlowClients() {}

    /** As a section with that introduction. */
    public static Section section(List<SlowRun.Result> results, String introduction) {
        Table table = new Table(List.of("slow", "most at once", "left", "canaries", "not answered", "slowest answer"));
        for (SlowRun.Result result : results) {
            table.add(List.of(
                    result.mode().word(),
                    Long.toString(result.most()),
                    Long.toString(result.left()),
                    Integer.toString(result.canaries()),
                    Integer.toString(result.unanswered().size()),
                    result.slowest().toMillis() + " ms"));
        }
        String heading = "Slow clients";
        return new Section(
                "## " + heading + "\n\n" + introduction + "\n\n" + table.markdown(),
                heading + "\n" + table.aligned(),
                results.stream().allMatch(SlowRun.Result::passes));
    }
}
