package io.weir.stall.report;

import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether Weir, over all rounds, is above the bar that issue 3 sets. */
public final class Verdict {

    private static final double MOST_RATIO = 2;
    private static final double MOST_GROWTH = 1.05;

    private final List<String> lines = new ArrayList<>();
    private boolean passed = true;

    private Verdict() {}

    /**
     * Judges Weir's outcomes.
     *
     * @param buffers the limit of its ordinary buffers
     */
    public static Verdict of(List<Outcome> rounds, int buffers) {
        Verdict verdict = new Verdict();
        double ratio = median(rounds.stream().map(Outcome::ratio).toList());
        verdict.check(
                ratio <= MOST_RATIO,
                "p99 at most twice the quiet p99",
                String.format(Locale.ROOT, "%.2f times", ratio));
        rounds.forEach(round -> verdict.judge(round, buffers));
        return verdict;
    }

    /** Whether everything is as it must be. */
    public boolean isPassed() {
        return passed;
    }

    /** What was judged, a line each. */
    public String text() {
        return String.join("\n", lines);
    }

    private void judge(Outcome outcome, int buffers) {
        Outcome.CrowdOutcome crowd = outcome.crowd();
        check(
                outcome.storm().answered() == outcome.storm().sent(),
                "every small request answered",
                of(outcome.storm().answered(), outcome.storm().sent()));
        check(crowd.alive() == crowd.clients(), "every stalled session alive", of(crowd.alive(), crowd.clients()));
        check(crowd.exact() == crowd.checked(), "byte-exact at last", of(crowd.exact(), crowd.checked()));
        long leased = outcome.peakLevel(PoolLevels::leased);
        long ordinary = outcome.peakLevel(PoolLevels::ordinary);
        check(ordinary <= buffers, "leased at most " + buffers, ordinary + ", and " + leased + " with the reserve");
        judgeGrowth(outcome);
        judgeRest(outcome);
        outcome.cgroup()
                .ifPresent(cgroup -> check(
                        cgroup.kills() == 0 && cgroup.sumPeakBytes() <= cgroup.limitBytes(),
                        "within the cgroup, sockets included",
                        Report.mebibytes(cgroup.sumPeakBytes()) + " MiB of " + Report.mebibytes(cgroup.limitBytes())
                                + " MiB, " + cgroup.kills() + " killed"));
    }

    // The second half of the storm against the first.
    private void judgeGrowth(Outcome outcome) {
        List<Sample> samples = outcome.samples();
        long before = peak(samples.subList(0, (samples.size() + 1) / 2));
        long then = peak(samples.subList(samples.size() / 2, samples.size()));
        check(
                then <= before * MOST_GROWTH,
                "RSS flat",
                Report.mebibytes(before) + " MiB, then " + Report.mebibytes(then) + " MiB");
    }

    private void judgeRest(Outcome outcome) {
        outcome.atRest()
                .ifPresentOrElse(
                        pool -> check(
                                pool.isQuiet() && pool.rescued() == 0 && pool.leaked() == 0,
                                "at rest after the storm",
                                pool.leased() + " leased, " + pool.waiting() + " waiting, " + pool.rescued()
                                        + " rescued, " + pool.leaked() + " leaked"),
                        () -> check(false, "at rest after the storm", "no metrics"));
        check(outcome.survived(), "alive", outcome.survived() ? "yes" : "no");
    }

    private void check(boolean holds, String what, String found) {
        passed &= holds;
        lines.add(String.format("  %s  %-36s %s", holds ? "pass" : "FAIL", what, found));
    }

    private static long peak(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::residentBytes).max().orElse(0);
    }

    private static String of(int part, int whole) {
        return part + " of " + whole;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
