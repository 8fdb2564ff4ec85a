package io.weir.session;

import io.weir.time.Ticker;
import io.weir.time.TimerWheel;
import java.time.Duration;

/** A clock, and the timers that run by it, which move when the test says so. */
final class HandTicker implements Ticker {

    private static final Duration TICK = Duration.ofMillis(10);

    private final TimerWheel wheel;
    private long nanos = 1_000_000_000_000L;

    HandTicker() {
        wheel = new TimerWheel(this, TICK);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    TimerWheel timers() {
        return wheel;
    }

    /** Lets time pass, tick by tick. */
    void pass(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= TICK.toNanos()) {
            nanos += Math.min(left, TICK.toNanos());
            wheel.advance();
        }
    }
}
