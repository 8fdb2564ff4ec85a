package io.weir.exchange;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The number of things of one kind, kept apart for each event loop: a loop changes its own part without a lock, and any thread reads the sum, which
 * may be a moment old.
 */
final class LoopCounts {

    // Two cache lines: the processor fetches them in pairs, and loops must not take them from each other.
    private static final int STRIDE = 16;

    private final AtomicLongArray parts;

    LoopCounts(int loops) {
        parts = new AtomicLongArray((loops + 1) * STRIDE);
    }

    /** Counts more (positive) or fewer (negative). To be called on the event loop of this number only. */
    void add(int loop, int change) {
        int place = (loop + 1) * STRIDE;
        parts.setRelease(place, parts.getPlain(place) + change);
    }

    long sum() {
        long sum = 0;
        for (int place = STRIDE; place < parts.length(); place += STRIDE) {
            sum += parts.getAcquire(place);
        }
        return sum;
    }
}
