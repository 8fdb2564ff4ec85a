package io.weir.stall.report;

import io.weir.stall.load.Latencies;
import io.weir.stall.load.LatenciesFixture;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import io.weir.stall.report.Outcome.CgroupOutcome;
import io.weir.stall.report.Outcome.CrowdOutcome;
import io.weir.stall.report.Outcome.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An outcome that is above the bar, and what a test makes of it. */
record OutcomeFixture(
        String proxy,
        Latencies quiet,
        Latencies storm,
        Latencies after,
        CrowdOutcome crowd,
        List<Sample> settled,
        Optional<PoolLevels> atRest,
        Optional<CgroupOutcome> cgroup,
        boolean survived) {

    static final long MEBI = 1 << 20;
    static final Duration FILLING = Duration.ofSeconds(17);

    private static final PoolLevels QUIET = levels(0, 0, 0);

    static OutcomeFixture good(String proxy) {
        return new OutcomeFixture(
                proxy,
                LatenciesFixture.of(2, 1, 4),
                LatenciesFixture.of(4, 1, 2, 3, 6),
                LatenciesFixture.of(2, 1, 5),
                new CrowdOutcome(10, 9, 10, FILLING, 5, 5, Map.of()),
                List.of(sample(100, levels(30, 2, 20)), sample(104, levels(28, 0, 20))),
                Optional.of(QUIET),
                Optional.empty(),
                true);
    }

    static Sample sample(long residentMebibytes, PoolLevels levels) {
        return new Sample(residentMebibytes * MEBI, 50 * MEBI, 70 * MEBI, Optional.of(levels));
    }

    static PoolLevels levels(int leased, int reserveLeased, int stalled) {
        return new PoolLevels(leased, reserveLeased, 32, stalled, 0, 0, 0, 0, 12, 4096);
    }

    OutcomeFixture quiet(Latencies other) {
        return new OutcomeFixture(proxy, other, storm, after, crowd, settled, atRest, cgroup, survived);
    }

    OutcomeFixture storm(Latencies other) {
        return new OutcomeFixture(proxy, quiet, other, after, crowd, settled, atRest, cgroup, survived);
    }

    OutcomeFixture after(Latencies other) {
        return new OutcomeFixture(proxy, quiet, storm, other, crowd, settled, atRest, cgroup, survived);
    }

    OutcomeFixture crowd(CrowdOutcome other) {
        return new OutcomeFixture(proxy, quiet, storm, after, other, settled, atRest, cgroup, survived);
    }

    OutcomeFixture settled(Sample... others) {
        return new OutcomeFixture(proxy, quiet, storm, after, crowd, List.of(others), atRest, cgroup, survived);
    }

    OutcomeFixture atRest(Optional<PoolLevels> other) {
        return new OutcomeFixture(proxy, quiet, storm, after, crowd, settled, other, cgroup, survived);
    }

    OutcomeFixture cgroup(long sumMebibytes, long kills) {
        Optional<CgroupOutcome> other =
                Optional.of(new CgroupOutcome(192 * MEBI, 80 * MEBI, 22 * MEBI, sumMebibytes * MEBI, 3, kills));
        return new OutcomeFixture(proxy, quiet, storm, after, crowd, settled, atRest, other, survived);
    }

    OutcomeFixture dead() {
        return new OutcomeFixture(proxy, quiet, storm, after, crowd, settled, atRest, cgroup, false);
    }

    Outcome outcome() {
        return new Outcome(
                proxy,
                new Phase(quiet, 3),
                new Phase(storm, 7),
                new Phase(after, 0),
                crowd,
                settled,
                settled,
                132 * MEBI,
                atRest,
                cgroup,
                survived);
    }
}
