package io.weir.time;

/**
 * A source of monotonic time in nanoseconds, with an arbitrary origin. Differences count, values do not. Safe for use by any
 * thread.
 */
@FunctionalInterface
public interface Ticker {

    /** The machine's monotonic clock. */
    Ticker SYSTEM = System::nanoTime;

    /** Milliseconds since 1970 by the wall clock: for dates that people read, never for durations, since it may be set back. */
    static long wallClockMillis() {
        return System.currentTimeMillis();
    }

    /** Nanoseconds since an arbitrary but fixed moment; may be negative. */
    long nanos();

    /** Nanoseconds that this clock has left out since its origin, because the process did not run; 0 for a clock that leaves out nothing. */
    default long leftOutNanos() {
        return 0;
    }

    /** The present moment by the machine's monotonic clock, which leaves out nothing: for durations that the rest of the world sees. */
    default long realNanos() {
        return nanos() + leftOutNanos();
    }
}
