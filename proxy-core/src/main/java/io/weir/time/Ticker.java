package io.weir.time;

/**
 * A source of monotonic time in nanoseconds, with an arbitrary origin. Differences count, values do not. Safe for use by any
 * thread.
 */
@FunctionalInterface
public interface Ticker {

    /** The machine's monotonic clock. */
    Ticker SYSTEM = System::nanoTime;

    /** Milliseconds since 1970 by the wall clock: for people to read, not to reckon with. */
    static long wallClockMillis() {
        return System.currentTimeMillis();
    }

    /** Nanoseconds since an arbitrary but fixed moment; may be negative. */
    long nanos();
}
