package io.weir.stall.report;

import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether Weir is above the bar that issue 3 sets: in every round, but for the p99, of which the median counts. */
public final class Verdict {

    private static final double MOST_RATIO = 2;
    private static final double MOST_GROWTH = 1.05;

    private final List<Outcome> rounds;
    private final int buffers;
    private final List<String> lines = new ArrayList<>();
    private boolean passed = true;

    private Verdict(List<Outcome> rounds, int buffers) {
        this.rounds = rounds;
        this.buffers = buffers;
    }

    /**
     * Judges Weir's outcomes.
     *
     * @param buffers the limit of its ordinary buffers
     */
    public static Verdict of(List<Outcome> rounds, int buffers) {
        Verdict verdict = new Verdict(rounds, buffers);
        verdict.judgeService();
        verdict.judgeMemory();
        verdict.judgeRest();
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

    private void judgeService() {
        each(
                "every small request answered",
                round -> round.storm().requests().answered()
                        == round.storm().requests().sent(),
                round -> of(
                        round.storm().requests().answered(),
                        round.storm().requests().sent()));
        double ratio = Report.median(rounds, Outcome::ratio);
        check(ratio <= MOST_RATIO, "p99 at most twice the quiet p99", Report.ratio(ratio) + " times");
        each(
                "every stalled session alive",
                round -> round.crowd().alive() == round.crowd().clients()
                        && round.crowd().ended() == 0,
                round -> of(round.crowd().alive(), round.crowd().clients()) + ", "
                        + round.crowd().ended() + " ended by the end");
        each(
                "byte-exact at last",
                round -> round.crowd().exact() == round.crowd().checked(),
                round -> of(round.crowd().exact(), round.crowd().checked()));
    }

    private void judgeMemory() {
        each(
                "leased at most " + buffers,
                round -> round.peakLevel(PoolLevels::ordinary) <= buffers,
                round -> round.peakLevel(PoolLevels::ordinary) + " (" + round.peakLevel(PoolLevels::leased)
                        + " with the reserve)");
        each(
                "RSS flat",
                round -> secondHalf(round) <= firstHalf(round) * MOST_GROWTH,
                round -> Report.mebibytes(firstHalf(round)) + " then " + Report.mebibytes(secondHalf(round)) + " MiB");
        if (rounds.stream().allMatch(round -> round.cgroup().isPresent())) {
            cgroup(rounds.stream().flatMap(round -> round.cgroup().stream()).toList());
        }
    }

    private void cgroup(List<Outcome.CgroupOutcome> cgroups) {
        check(
                cgroups.stream()
                        .allMatch(cgroup -> cgroup.kills() == 0 && cgroup.sumPeakBytes() <= cgroup.limitBytes()),
                "in its cgroup, sockets included",
                cgroups.stream()
                        .map(cgroup -> Report.mebibytes(cgroup.sumPeakBytes()) + " of "
                                + Report.mebibytes(cgroup.limitBytes()) + " MiB, " + cgroup.kills() + " killed")
                        .collect(Collectors.joining(", ")));
    }

    private void judgeRest() {
        each(
                "at rest afterwards",
                round -> round.survived()
                        && round.atRest()
                                .filter(pool -> pool.isQuiet() && pool.bugs() == 0)
                                .isPresent(),
                Verdict::rest);
        each(
                "every small request answered after",
                round -> round.after().requests().answered()
                        == round.after().requests().sent(),
                round -> of(
                        round.after().requests().answered(),
                        round.after().requests().sent()));
    }

    private static String rest(Outcome round) {
        return round.atRest()
                .map(pool -> pool.leased() + " leased, " + pool.waiting() + " waiting, " + pool.sessions()
                        + " sessions, " + pool.rescued() + " rescued, " + pool.leaked() + " leaked, "
                        + pool.unwanted() + " unwanted events")
                .orElse("no metrics");
    }

    private void each(String what, Predicate<Outcome> holds, Function<Outcome, String> found) {
        check(
                rounds.stream().allMatch(holds),
                what,
                rounds.stream().map(found).distinct().collect(Collectors.joining(", ")));
    }

    private void check(boolean holds, String what, String found) {
        passed &= holds;
        lines.add(String.format("  %s  %-36s %s", holds ? "pass" : "FAIL", what, found));
    }

    private static long firstHalf(Outcome outcome) {
        List<Sample> samples = outcome.settled();
        return peak(samples.subList(0, (samples.size() + 1) / 2));
    }

    private static long secondHalf(Outcome outcome) {
        List<Sample> samples = outcome.settled();
        return peak(samples.subList(samples.size() / 2, samples.size()));
    }

    private static long peak(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::residentBytes).max().orElse(0);
    }

    private static String of(int part, int whole) {
        return part + " of " + whole;
    }
}
