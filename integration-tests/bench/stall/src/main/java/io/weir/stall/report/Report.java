package io.weir.stall.report;

import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns outcomes into a table. */
public final class Report {

    private static final List<String> HEAD = List.of(
            "proxy",
            "alive",
            "begun",
            "exact",
            "answered",
            "p50",
            "p99",
            "max",
            "quiet p99",
            "ratio",
            "p99 after",
            "RSS peak",
            "TCP peak",
            "leased");
    private static final List<String> CGROUP_HEAD =
            List.of("cgroup peak", "its sockets", "together", "refused", "killed");

    private Report() {}

    /** One row for each outcome. Times are in milliseconds, memory in MiB. */
    public static Table table(List<Outcome> outcomes) {
        boolean cgroups = outcomes.stream().anyMatch(outcome -> outcome.cgroup().isPresent());
        List<String> head = new ArrayList<>(HEAD);
        if (cgroups) {
            head.addAll(CGROUP_HEAD);
        }
        Table table = new Table(head);
        outcomes.forEach(outcome -> table.add(row(outcome)));
        return table;
    }

    /** What the table has no room for: why clients and requests have failed. A line for each proxy that has something. */
    public static String notes(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(Report::note)
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static String millis(double millis) {
        if (Double.isInfinite(millis)) {
            return "-";
        }
        return String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
    }

    static String mebibytes(long bytes) {
        return Long.toString(Math.round(bytes / (double) (1 << 20)));
    }

    private static List<String> row(Outcome outcome) {
        Outcome.CrowdOutcome crowd = outcome.crowd();
        List<String> cells = new ArrayList<>(List.of(
                outcome.proxy(),
                crowd.alive() + "/" + crowd.clients(),
                Integer.toString(crowd.begun()),
                crowd.exact() + "/" + crowd.checked(),
                outcome.storm().answered() + "/" + outcome.storm().sent(),
                millis(outcome.storm().millis(0.5)),
                millis(outcome.storm().millis(0.99)),
                millis(outcome.storm().millis(1)),
                millis(outcome.quiet().millis(0.99)),
                millis(outcome.ratio()),
                millis(outcome.after().millis(0.99)),
                mebibytes(outcome.residentPeakBytes()),
                mebibytes(outcome.peak(Sample::tcpBytes)),
                outcome.atRest().isPresent() ? Long.toString(outcome.peakLevel(PoolLevels::leased)) : "-"));
        outcome.cgroup().ifPresent(cgroup -> cells.addAll(cells(cgroup)));
        return cells;
    }

    private static List<String> cells(Outcome.CgroupOutcome cgroup) {
        return List.of(
                mebibytes(cgroup.peakBytes()),
                mebibytes(cgroup.socketPeakBytes()),
                mebibytes(cgroup.sumPeakBytes()),
                Long.toString(cgroup.failures()),
                Long.toString(cgroup.kills()));
    }

    private static String note(Outcome outcome) {
        List<String> parts = new ArrayList<>();
        parts.addAll(counts("stalled clients", outcome.crowd().endings()));
        parts.addAll(counts("small requests", outcome.storm().failures()));
        parts.addAll(counts("small requests before", outcome.quiet().failures()));
        parts.addAll(counts("small requests after", outcome.after().failures()));
        if (!outcome.survived()) {
            parts.add("its process has died");
        }
        return parts.isEmpty() ? "" : outcome.proxy() + ": " + String.join("; ", parts);
    }

    private static List<String> counts(String what, Map<String, Integer> counts) {
        if (counts.isEmpty()) {
            return List.of();
        }
        return List.of(counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().strip())
                .sorted()
                .collect(Collectors.joining(", ", what + ": ", "")));
    }
}
