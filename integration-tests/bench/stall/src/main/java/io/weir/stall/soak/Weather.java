package io.weir.stall.soak;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When the server was gone, which excuses what goes wrong then, and what was wrong without excuse. */
final class Weather {

    // For connections that were in the middle of something, and for the server to come back.
    private static final Duration AFTERMATH = Duration.ofSeconds(10);
    private static final int MOST_TOLD = 20;

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile long roughUntilNanos = System.nanoTime();
    private volatile boolean over;

    /** The server is about to be killed. */
    void turnRough() {
        roughUntilNanos = System.nanoTime() + AFTERMATH.toNanos();
    }

    /** Everybody is about to be sent home. */
    void end() {
        over = true;
    }

    void begin() {
        over = false;
    }

    boolean wasRoughSince(long nanos) {
        return over || roughUntilNanos - nanos > 0;
    }

    void violation(String what) {
        violations.add(what);
    }

    int violations() {
        return violations.size();
    }

    List<String> firstViolations() {
        return violations.stream().limit(MOST_TOLD).toList();
    }
}
