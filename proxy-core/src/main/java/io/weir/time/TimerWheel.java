package io.weir.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one event loop: a ring of slots, one tick of time each, every slot a doubly linked list of timers.
 *
 * <p>Confined to its loop, which calls {@link #advance()} about once per tick.
 */
public final class TimerWheel implements Scheduler {
    /*
     * Sessions move their deadline with every request and nearly never let it expire, so moving must cost nothing:
     *
     * - Moving a deadline to later, and calling it off, touch the timer only. It stays where it is; when its slot comes round
     *   it is found not due, and is put where it belongs by then, or left out.
     * - Moving it to earlier than its slot relinks it, O(1).
     *
     * - Who ends discards its timers, which unlinks them. Else clients that come and go would be kept in memory for a turn of the
     *   ring, which is most of a minute: thousands a second are more than a small heap has room for.
     *
     * A timer is linked in at most one slot. A deadline further away than one turn of the ring waits in the furthest slot.
     */

    static final int NO_SLOT = -1;
    private static final int SLOTS = 1024;

    private final Ticker ticker;
    private final long tickNanos;
    private final long originNanos;
    private final @Nullable Timer[] heads = new @Nullable Timer[SLOTS];
    private long currentTick;

    /** A wheel whose timers expire at multiples of {@code tick}. */
    public TimerWheel(Ticker ticker, Duration tick) {
        if (tick.toNanos() < 1) {
            throw new IllegalArgumentException("tick: " + tick + " (expected: > 0)");
        }
        this.ticker = ticker;
        this.tickNanos = tick.toNanos();
        this.originNanos = ticker.nanos();
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public Timer timer(Runnable onExpiry) {
        return new Timer(this, onExpiry);
    }

    /**
     * Expires every timer whose deadline has passed. A timer that an expiring one arms is not due before the next tick. What a
     * timer throws comes out here; those that it kept from expiring do so in the next call.
     */
    public void advance() {
        expireSlot((int) (currentTick % SLOTS));
        long target = tickOf(ticker.nanos());
        long first = Math.max(currentTick + 1, target - SLOTS + 1);
        for (long tick = first; tick <= target; tick++) {
            currentTick = tick;
            expireSlot((int) (tick % SLOTS));
        }
    }

    // Nothing is placed in the current slot, so it runs empty, and stays so unless a timer throws.
    private void expireSlot(int slot) {
        for (Timer timer = heads[slot]; timer != null; timer = heads[slot]) {
            unlink(timer);
            if (!timer.isArmed()) {
                continue;
            }
            if (dueTick(timer) <= currentTick) {
                timer.expire();
            } else {
                link(timer);
            }
        }
    }

    /** Puts a timer whose deadline has changed where it will be seen in time. */
    void place(Timer timer) {
        if (timer.slot == NO_SLOT) {
            link(timer);
        } else if (timer.deadlineNanos() - timer.latestBeforeNanos <= 0) {
            unlink(timer);
            link(timer);
        }
    }

    void remove(Timer timer) {
        if (timer.slot != NO_SLOT) {
            unlink(timer);
        }
    }

    /** How many timers it refers to, be they armed or not. */
    public int size() {
        int size = 0;
        for (Timer head : heads) {
            for (Timer timer = head; timer != null; timer = timer.next) {
                size++;
            }
        }
        return size;
    }

    private void link(Timer timer) {
        long tick = Math.min(Math.max(dueTick(timer), currentTick + 1), currentTick + SLOTS - 1);
        int slot = (int) (tick % SLOTS);
        Timer head = heads[slot];
        timer.latestBeforeNanos = originNanos + (tick - 1) * tickNanos;
        timer.slot = slot;
        timer.previous = null;
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        heads[slot] = timer;
    }

    private void unlink(Timer timer) {
        Timer previous = timer.previous;
        Timer next = timer.next;
        if (previous == null) {
            heads[timer.slot] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        timer.slot = NO_SLOT;
        timer.previous = null;
        timer.next = null;
    }

    // The first tick that is not before the deadline.
    private long dueTick(Timer timer) {
        return tickOf(timer.deadlineNanos() + tickNanos - 1);
    }

    private long tickOf(long nanos) {
        return (nanos - originNanos) / tickNanos;
    }
}
