package io.weir.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.weir.time.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * The time by which the maxima of meters fade: that of the last exchange or scrape. A meter looks at it at each record, and twice in a timer
 * with buckets, so a look must not cost a look at a clock. Safe for use by any thread.
 *
 * <p>It begins at the wall clock's time, and goes on by the monotonic clock: where the wall clock is set back, maxima fade all the same.
 */
final class EventTime implements Clock {

    private final long startMillis;
    private final long startNanos;
    private volatile long nanos;

    /** A time that is {@code startMillis} since 1970 when {@link Ticker#SYSTEM} shows {@code startNanos}. */
    EventTime(long startMillis, long startNanos) {
        this.startMillis = startMillis;
        this.startNanos = startNanos;
        nanos = startNanos;
    }

    /** It is at least as late as {@code now} by {@link Ticker#SYSTEM}. */
    void passes(long now) {
        if (now - nanos > 0) {
            nanos = now;
        }
    }

    @Override
    public long wallTime() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
    }

    @Override
    public long monotonicTime() {
        return Ticker.SYSTEM.nanos();
    }
}
