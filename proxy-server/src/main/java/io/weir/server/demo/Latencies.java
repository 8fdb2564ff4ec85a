package io.weir.server.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;

/** How long requests took: all of them counted, the latest of them kept for percentiles. */
final class Latencies {

    /** What the percentiles are about. */
    record Summary(long answered, long failed, double p50Millis, double p99Millis) {}

    private static final double NANOS_PER_MILLI = 1e6;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final long[] latest;

    @GuardedBy("lock")
    private long answered;

    @GuardedBy("lock")
    private long failed;

    /** Keeps the latest {@code kept} for percentiles. */
    Latencies(int kept) {
        latest = new long[kept];
    }

    void answered(long nanos) {
        synchronized (lock) {
            latest[(int) (answered++ % latest.length)] = nanos;
        }
    }

    void failed() {
        synchronized (lock) {
            failed++;
        }
    }

    Summary summary() {
        synchronized (lock) {
            long[] sorted = Arrays.copyOf(latest, (int) Math.min(answered, latest.length));
            Arrays.sort(sorted);
            return new Summary(answered, failed, percentile(sorted, 0.50), percentile(sorted, 0.99));
        }
    }

    private static double percentile(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }
}
