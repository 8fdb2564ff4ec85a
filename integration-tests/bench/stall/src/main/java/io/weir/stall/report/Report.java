package io.weir.stall.report;

import io.weir.bench.harness.Machine;
import io.weir.bench.harness.Spread;
import io.weir.bench.harness.Table;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Turns outcomes into text. */
public final class Report {

    private static final List<String> HEAD = List.of(
            "proxy",
            "alive",
            "begun",
            "full after s",
            "exact",
            "answered",
            "p50 ms",
            "p99 ms",
            "max ms",
            "quiet p99",
            "ratio",
            "p99 after",
            "RSS MiB",
            "TCP MiB",
            "leased",
            "others' CPU");
    private static final List<String> CGROUP_HEAD =
            List.of("cgroup MiB", "its sockets", "together", "limit hit", "killed");
    private static final List<String> MEDIAN_HEAD =
            List.of("median of rounds", "answered", "p50 ms", "p99 ms", "quiet p99", "ratio", "RSS MiB");

    private Report() {}

    /** One row for each outcome. Memory is at its peak; others' CPU is in quiet and beside the stalled clients. */
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

    /** One row for each proxy. */
    public static Table medians(List<Outcome> outcomes) {
        Map<String, List<Outcome>> byProxy = outcomes.stream()
                .collect(Collectors.groupingBy(Outcome::proxy, LinkedHashMap::new, Collectors.toList()));
        Table table = new Table(MEDIAN_HEAD);
        byProxy.forEach((proxy, rounds) -> table.add(List.of(
                proxy,
                rounds.stream()
                                .mapToInt(round -> round.storm().requests().answered())
                                .sum() + "/"
                        + rounds.stream()
                                .mapToInt(round -> round.storm().requests().sent())
                                .sum(),
                millis(median(rounds, round -> round.storm().requests().millis(0.5))),
                millis(median(rounds, round -> round.storm().p99())),
                millis(median(rounds, round -> round.quiet().p99())),
                ratio(median(rounds, Outcome::ratio)),
                mebibytes((long) median(rounds, Outcome::residentPeakBytes)))));
        return table;
    }

    /** What the table has no room for: levels, and why clients and requests have failed. */
    public static String notes(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(Report::note)
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static double median(List<Outcome> rounds, ToDoubleFunction<Outcome> value) {
        return Spread.of(rounds.stream().mapToDouble(value).toArray()).median();
    }

    static String millis(double millis) {
        return number(millis, millis < 100 ? "%.1f" : "%.0f");
    }

    static String ratio(double ratio) {
        return number(ratio, "%.2f");
    }

    static String mebibytes(long bytes) {
        return Long.toString(Math.round(bytes / (double) (1 << 20)));
    }

    private static String number(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }

    private static List<String> row(Outcome outcome) {
        Outcome.CrowdOutcome crowd = outcome.crowd();
        Outcome.Phase storm = outcome.storm();
        List<String> cells = new ArrayList<>(List.of(
                outcome.proxy(),
                crowd.alive() + "/" + crowd.clients(),
                Integer.toString(crowd.begun()),
                Long.toString(crowd.filling().toSeconds()),
                crowd.exact() + "/" + crowd.checked(),
                storm.requests().answered() + "/" + storm.requests().sent(),
                millis(storm.requests().millis(0.5)),
                millis(storm.p99()),
                millis(storm.requests().millis(1)),
                millis(outcome.quiet().p99()),
                ratio(outcome.ratio()),
                millis(outcome.after().p99()),
                mebibytes(outcome.residentPeakBytes()),
                mebibytes(outcome.peak(Sample::tcpBytes)),
                outcome.atRest().isPresent() ? Long.toString(outcome.peakLevel(PoolLevels::leased)) : "-",
                outcome.quiet().othersCpuPercent() + " > " + storm.othersCpuPercent() + " %"));
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
        if (outcome.atRest().isPresent()) {
            parts.add(levels(outcome));
        }
        parts.addAll(counts("stalled clients", outcome.crowd().endings()));
        parts.addAll(counts("small requests", outcome.storm().requests().failures()));
        parts.addAll(counts("small requests before", outcome.quiet().requests().failures()));
        parts.addAll(counts("small requests after", outcome.after().requests().failures()));
        if (!outcome.survived()) {
            parts.add("its process has died");
        }
        if (outcome.peak(Sample::tcpBytes) > Machine.tcpPressureBytes()) {
            parts.add("the machine's TCP memory was under pressure, from " + mebibytes(Machine.tcpPressureBytes())
                    + " MiB on: send buffers take less than they should");
        }
        return parts.isEmpty() ? "" : outcome.proxy() + ": " + String.join("; ", parts);
    }

    private static String levels(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "at most %d of %d leased, %d of the reserve, %d stalled, %d waiting, %d sessions, %d KiB parked",
                outcome.peakLevel(PoolLevels::leased),
                outcome.peakLevel(PoolLevels::limit),
                outcome.peakLevel(PoolLevels::reserveLeased),
                outcome.peakLevel(PoolLevels::stalled),
                outcome.peakLevel(PoolLevels::waiting),
                outcome.peakLevel(PoolLevels::sessions),
                outcome.peakLevel(PoolLevels::parkedBytes) / 1024);
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
