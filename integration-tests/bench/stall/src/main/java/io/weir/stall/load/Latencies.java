package io.weir.stall.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How the small requests of one phase fared. */
public final class Latencies {

    private final int sent;
    private final long[] sortedNanos;
    private final Map<String, Integer> failures;

    Latencies(int sent, long[] answeredNanos, Map<String, Integer> failures) {
        this.sent = sent;
        this.sortedNanos = answeredNanos.clone();
        Arrays.sort(sortedNanos);
        this.failures = new TreeMap<>(failures);
    }

    /** How many were sent. */
    public int sent() {
        return sent;
    }

    /** How many were answered in time and in full. */
    public int answered() {
        return sortedNanos.length;
    }

    /** Why the others were not, and how many for each reason. */
    public Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    /** Milliseconds that so many of all requests stayed within; infinite if so many were not answered. */
    public double millis(double quantile) {
        int rank = Math.max(1, (int) Math.ceil(quantile * sent));
        return rank > sortedNanos.length
                ? Double.POSITIVE_INFINITY
                : sortedNanos[rank - 1] / (double) Duration.ofMillis(1).toNanos();
    }
}
