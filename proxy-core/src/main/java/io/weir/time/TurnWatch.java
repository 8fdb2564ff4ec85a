package io.weir.time;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures how late the turns of one event loop come, and tells whether deadlines may be judged. Confined to that loop, except for the
 * figures.
 */
public final class TurnWatch {
    /*
     * A loop that was late finds sockets with bytes that arrived in time, and timers that are due. Were the timers first, a client would be
     * told that it is too slow although its bytes are here. RunningClock takes most of a stop out of the time of the loop, but not the half
     * second that still counts, nor a shorter stop. So after a late tick deadlines are judged at the next tick that is in time, when the
     * ready sockets have been served.
     *
     * One selection returns 1024 sockets at most. A turn that served fewer than FULL_TURN has served all that were ready; after one that
     * served more, another is waited for. A loop that is always late, or has that much to do all the time, must have timers too:
     * MOST_POSTPONED bounds what it is waited for.
     */

    static final int FULL_TURN = 256;
    static final int MOST_POSTPONED = 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Ticker clock;
    private final long tickNanos;
    private final RecentMost lag = new RecentMost(WINDOW);
    private final LongAdder lateTurns = new LongAdder();
    private boolean socketsFirst;
    private int postponed;
    private long lastTickNanos;
    private long leftOutNanos;
    private long lastLagNanos;

    /** A watch by the clock of the loop, which asks it once per {@code tick}. */
    public TurnWatch(Ticker clock, Duration tick) {
        this.clock = clock;
        tickNanos = tick.toNanos();
        lastTickNanos = clock.realNanos();
        leftOutNanos = clock.leftOutNanos();
    }

    /** A tick: returns whether deadlines may be judged now. If not, they may at one of the next ticks. */
    public boolean tick() {
        if (measureLate()) {
            socketsFirst = true;
        }
        if (socketsFirst && postponed < MOST_POSTPONED) {
            postponed++;
            return false;
        }
        socketsFirst = false;
        postponed = 0;
        return true;
    }

    /** The loop has served so many sockets in one turn. */
    public void served(int count) {
        if (count < FULL_TURN) {
            socketsFirst = false;
        }
    }

    /** Ticks that came more than {@link RunningClock#LONGEST_GAP} after the one before, since start. Any thread may ask. */
    public long lateTurns() {
        return lateTurns.sum();
    }

    /** How late the last tick came. */
    public long lastLagNanos() {
        return lastLagNanos;
    }

    /** How late the latest tick of the last one to two minutes came. Any thread may ask. */
    public long lagNanos() {
        return lag.nanos();
    }

    // Returns whether this tick is late. A stop may have been noticed by an event just before it.
    private boolean measureLate() {
        long now = clock.realNanos();
        long leftOut = clock.leftOutNanos();
        boolean stopped = leftOut != leftOutNanos;
        long gap = now - lastTickNanos;
        lastLagNanos = Math.max(0, gap - tickNanos);
        lastTickNanos = now;
        leftOutNanos = leftOut;
        lag.record(lastLagNanos, now);
        if (gap > RunningClock.LONGEST_GAP.toNanos()) {
            lateTurns.increment();
        }
        return stopped || lastLagNanos > tickNanos;
    }
}
