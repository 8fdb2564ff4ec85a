package io.weir.testing;

import io.weir.time.Ticker;
import io.weir.time.TimerWheel;
import java.time.Duration;

/** A clock, and the timers that run by it, which move when the test says so. */
public final class HandClock implements Ticker {

    private static final Duration TICK = Duration.ofMillis(10);

    private final TimerWheel wheel;
    private long nanos = 1_000_000_000_000L;

    /** A clock that stands still. */
    public HandClock() {
        wheel = new TimerWheel(this, TICK);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** The timers that run by it. */
    public TimerWheel timers() {
        return wheel;
    }

    /** Lets time pass, tick by tick. */
    public void pass(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= TICK.toNanos()) {
            nanos += Math.min(left, TICK.toNanos());
            wheel.advance();
        }
    }
}
