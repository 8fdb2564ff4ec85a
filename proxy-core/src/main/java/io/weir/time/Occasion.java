package io.weir.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Comes at most once per period: for log lines about what others can cause at will. Safe for use by any thread. */
public final class Occasion {

    private final Ticker ticker;
    private final long periodNanos;
    private final AtomicLong nextNanos;

    /** An occasion that has come, and comes again a period after it was taken. */
    public Occasion(Ticker ticker, Duration period) {
        this.ticker = ticker;
        periodNanos = period.toNanos();
        nextNanos = new AtomicLong(ticker.nanos());
    }

    /** Takes the occasion. Returns false if it was taken less than a period ago. */
    public boolean take() {
        long now = ticker.nanos();
        long next = nextNanos.get();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + periodNanos);
    }
}
