package io.weir.stall.report;

import io.weir.stall.load.Latencies;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How one proxy fared in one round.
 *
 * @param proxy its name
 * @param quiet small requests before the storm
 * @param storm small requests beside the stalled clients
 * @param after small requests once all stalled clients are gone
 * @param crowd how the stalled clients fared
 * @param samples from the first stalled client to the last
 * @param settled those of them that were taken while small requests were sent
 * @param residentPeakBytes the most that its processes were resident with
 * @param atRest Weir's pool after the storm
 * @param cgroup what its cgroup tells
 * @param survived whether its process still ran at the end
 */
public record Outcome(
        String proxy,
        Phase quiet,
        Phase storm,
        Phase after,
        CrowdOutcome crowd,
        List<Sample> samples,
        List<Sample> settled,
        long residentPeakBytes,
        Optional<PoolLevels> atRest,
        Optional<CgroupOutcome> cgroup,
        boolean survived) {

    /** Small requests of one phase, and how much of the machine's CPU others took meanwhile. */
    public record Phase(Latencies requests, int othersCpuPercent) {

        double p99() {
            return requests.millis(0.99);
        }
    }

    /**
     * How the stalled clients fared.
     *
     * @param clients how many there were
     * @param begun how many came to the point at which they stall
     * @param alive how many were still connected at the end of the storm
     * @param filling how long it took from the first of them until all sockets on the way were full
     * @param checked how many went on
     * @param exact how many of these have got, and delivered, every byte
     * @param endings why others have ended
     */
    public record CrowdOutcome(
            int clients, int begun, int alive, Duration filling, int checked, int exact, Map<String, Integer> endings) {
        /** How many ended, or did not do what they should. */
        int ended() {
            return endings.values().stream().mapToInt(Integer::intValue).sum();
        }

        public CrowdOutcome {
            endings = Map.copyOf(endings);
        }
    }

    /** Peaks of a cgroup: of processes and page cache, of sockets, of both together as sampled; and what went wrong. */
    public record CgroupOutcome(
            long limitBytes, long peakBytes, long socketPeakBytes, long sumPeakBytes, long failures, long kills) {}

    public Outcome {
        samples = List.copyOf(samples);
        settled = List.copyOf(settled);
    }

    /** How many times its quiet p99 that beside the stalled clients is. */
    double ratio() {
        return storm.p99() / quiet.p99();
    }

    /** The greatest value of a sample. */
    long peak(ToLongFunction<Sample> value) {
        return samples.stream().mapToLong(value).max().orElse(0);
    }

    /** The greatest level of Weir's pool in any sample. */
    long peakLevel(ToLongFunction<PoolLevels> level) {
        return peak(sample -> sample.pool().map(level::applyAsLong).orElse(0L));
    }
}
