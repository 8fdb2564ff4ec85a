package io.weir.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One deadline that can be set, moved and called off any number of times without garbage. Confined to its event loop. It
 * expires at the first tick of its wheel at or after the deadline, never before it.
 */
public final class Timer {

    // Some 146 years. A deadline beyond could overflow, and would seem to be past.
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private final TimerWheel wheel;
    private final Runnable onExpiry;
    private long deadlineNanos;
    private boolean armed;

    // The place in the wheel. A timer that was called off or moved to later stays in its slot until that slot comes
    // round; one that was discarded does not.
    @Nullable
    Timer previous;

    @Nullable
    Timer next;

    int slot = TimerWheel.NO_SLOT;
    // The latest deadline for which that slot comes too late.
    long latestBeforeNanos;

    Timer(TimerWheel wheel, Runnable onExpiry) {
        this.wheel = wheel;
        this.onExpiry = onExpiry;
    }

    /** Sets the deadline to {@code delay} from now, in place of any earlier one. */
    public void arm(Duration delay) {
        armNanos(delay.toNanos());
    }

    /** Sets the deadline to {@code delayNanos} from now, in place of any earlier one. */
    public void armNanos(long delayNanos) {
        armAt(wheel.ticker().nanos() + Math.min(Math.max(0, delayNanos), MAX_DELAY_NANOS));
    }

    /** Calls the deadline off; a timer that is not armed stays so. */
    public void disarm() {
        armed = false;
    }

    /**
     * Calls the deadline off, and takes the timer out of its wheel at once: whoever it belongs to ends, and must not be kept in memory
     * until its slot comes round. It may be armed again.
     */
    public void discard() {
        armed = false;
        wheel.remove(this);
    }

    /** Whether a deadline is set and has not expired. */
    public boolean isArmed() {
        return armed;
    }

    /** Nanoseconds left until the deadline, at least 0; meaningless while disarmed. */
    public long remainingNanos() {
        return Math.max(0, deadlineNanos - wheel.ticker().nanos());
    }

    private void armAt(long deadline) {
        deadlineNanos = deadline;
        armed = true;
        wheel.place(this);
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void expire() {
        armed = false;
        onExpiry.run();
    }
}
