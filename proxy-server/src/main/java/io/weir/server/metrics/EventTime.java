package io.weir.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.weir.time.Ticker;

/**
 * The wall clock as meters see it: that of the last exchange or scrape. A meter looks at it only to let its maximum fade after a minute,
 * but does so at each record, and twice in a timer with buckets. Safe for use by any thread.
 */
final class EventTime implements Clock {

    private volatile long millis;

    EventTime(long millis) {
        this.millis = millis;
    }

    /** It is at least so late, in milliseconds since 1970. */
    void passes(long now) {
        if (now > millis) {
            millis = now;
        }
    }

    @Override
    public long wallTime() {
        return millis;
    }

    @Override
    public long monotonicTime() {
        return Ticker.SYSTEM.nanos();
    }
}
