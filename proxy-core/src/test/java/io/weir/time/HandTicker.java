package io.weir.time;

import java.time.Duration;

/** A clock that stands still until a test moves it. */
public final class HandTicker implements Ticker {

    private volatile long nanos;

    /** Begins at 0. */
    public HandTicker() {
        this(0);
    }

    /** Begins at {@code nanos}: any number is a legal moment. */
    public HandTicker(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** Moves on by {@code duration}. */
    public void advance(Duration duration) {
        advance(duration.toNanos());
    }

    /** Moves on by so many nanoseconds. */
    public void advance(long byNanos) {
        nanos = nanos() + byNanos;
    }
}
