package io.weir.time;

import java.time.Duration;

/** The most of what was measured in the present window of time and the one before it. One thread records, any may ask. */
final class RecentMost {

    private final long windowNanos;
    private long windowEndNanos;
    private boolean started;
    private volatile long before;
    private volatile long present;

    RecentMost(Duration window) {
        windowNanos = window.toNanos();
    }

    /** Measured so much at the moment {@code nowNanos}. */
    void record(long measured, long nowNanos) {
        if (!started || nowNanos - windowEndNanos >= 0) {
            started = true;
            before = present;
            present = 0;
            windowEndNanos = nowNanos + windowNanos;
        }
        if (measured > present) {
            present = measured;
        }
    }

    /** The most of the last one to two windows. */
    long nanos() {
        return Math.max(before, present);
    }
}
