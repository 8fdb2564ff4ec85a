package io.weir.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A monotonic clock of the time in which the process runs: where it was stopped (by SIGSTOP, {@code docker pause}, a pause of the
 * virtual machine), at most {@link #LONGEST_GAP} counts. Safe for use by any thread.
 *
 * <p>A stop is a gap between two looks at the clock, so someone must look at least once per {@link #LONGEST_GAP}.
 */
public final class RunningClock implements Ticker {
    /*
     * The clock shows the time of its source less what has been left out. The first look after a gap that is too long adds the excess to
     * what is left out, under the lock; it does so before it moves the time of the last look. So no look after the gap shows the excess,
     * whichever thread comes first.
     *
     * A thread may be stopped anywhere within nanos(). What it read before the stop must not meet what is left out because of it: the clock
     * would go back. So what is left out is read before the source and again after it, and the look is repeated if it has changed. For the
     * same reason the time of the last look moves by compare-and-set only: moved back, it would show the same gap a second time.
     *
     * The time of the last look moves in steps of GRAIN, so that threads which look often do not write to the same cache line each time. A
     * gap is taken for so much longer than it was, at most.
     */

    /** How much of a gap between two looks counts. Collections of garbage and long tasks are shorter. */
    public static final Duration LONGEST_GAP = Duration.ofMillis(500);

    private static final long LONGEST_GAP_NANOS = LONGEST_GAP.toNanos();
    private static final long GRAIN_NANOS = 10_000_000;

    private final Ticker source;
    private final Object lock = new Object();
    private final AtomicLong lastNanos;
    private volatile long leftOutNanos; // written under lock

    /** A clock that shows the time of {@code source} until the process is stopped for the first time. */
    public RunningClock(Ticker source) {
        this.source = source;
        lastNanos = new AtomicLong(source.nanos());
    }

    @Override
    public long nanos() {
        while (true) {
            long leftOut = leftOutNanos;
            long now = source.nanos();
            long last = lastNanos.get();
            if (now - last > LONGEST_GAP_NANOS) {
                leaveOut(now);
                continue;
            }
            if (now - last > GRAIN_NANOS) {
                lastNanos.compareAndSet(last, now);
            }
            if (leftOut == leftOutNanos) {
                return now - leftOut;
            }
        }
    }

    @Override
    public long leftOutNanos() {
        return leftOutNanos;
    }

    private void leaveOut(long now) {
        synchronized (lock) {
            long gap = now - lastNanos.get();
            if (gap > LONGEST_GAP_NANOS) {
                leftOutNanos += gap - LONGEST_GAP_NANOS;
                lastNanos.set(now);
            }
        }
    }
}
