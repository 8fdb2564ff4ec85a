package io.weir.socket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the back connections of all event loops, in use and idle, and bounds them. A connection is opened into use, passes between use and
 * idleness any number of times, and is closed once. Safe for use by any thread.
 */
public final class BackCount {
    /*
     * One word holds both counts, connections in use in its upper half. A connection passes from one to the other in one step, so no
     * thread sees it counted twice or not at all, and taking it or giving it back costs one atomic instruction.
     *
     * The bound. Connections in use are at most as many as there are exchanges, which is not decided here. All that are open may be more by
     * the spare ones. A connection that becomes idle does not add to them; one that is opened does. If they are too many then, at least one
     * is idle, on some loop, and has to be closed: see isExceeded().
     *
     * The steady count. Connections in use come and go in microseconds. Were each opened with the share of its moment, a few opened in a
     * quiet moment would be too large for the next busy one, those of a busy moment much smaller than the quiet one allows, and either
     * would be replaced instead of being used again. So a new one gets the share of the most in use within the last 10 to 20 seconds. That
     * is never below the count of the moment, which is all that the proof in SocketBudget asks for. It is kept by plain writes: of two
     * at the same time one may be lost, and each reader takes the larger one of what it finds and its own count.
     */

    /** Seconds of a period of the steady count. */
    public static final int PERIOD_SECONDS = 10;

    private static final int IN_USE_SHIFT = 32;
    private static final long IN_USE = 1L << IN_USE_SHIFT;
    private static final long IDLE = 1;

    private final long mostOpen;
    private final AtomicLong counts = new AtomicLong();
    private volatile int mostOfPeriod;
    private volatile int mostOfLastPeriod;

    /** A count of at most so many back connections. */
    public BackCount(SocketCounts most) {
        mostOpen = most.openBacks();
    }

    /** Counts a connection that is about to be opened. Returns how many are in use then. */
    public int open() {
        return used(counts.addAndGet(IN_USE));
    }

    /** An idle connection is taken into use. Returns how many are in use then. */
    public int use() {
        return used(counts.addAndGet(IN_USE - IDLE));
    }

    private int used(long now) {
        int inUse = inUse(now);
        if (inUse > mostOfPeriod) {
            mostOfPeriod = inUse;
        }
        return inUse;
    }

    /** Makes a connection in use idle, unless there are too many. Returns whether it did. */
    public boolean tryIdle() {
        long now = counts.get();
        while (open(now) <= mostOpen) {
            long witness = counts.compareAndExchange(now, now - IN_USE + IDLE);
            if (witness == now) {
                return true;
            }
            now = witness;
        }
        return false;
    }

    /** A connection in use has been closed. */
    public void closeUsed() {
        counts.addAndGet(-IN_USE);
    }

    /** An idle connection has been closed. */
    public void closeIdle() {
        counts.addAndGet(-IDLE);
    }

    /** Whether more are open than may be, so that idle ones have to be closed. */
    public boolean isExceeded() {
        return open(counts.get()) > mostOpen;
    }

    /** The count by which a connection gets its size that finds {@code inUse} in use, itself included: no less, and steadier. */
    public int steady(int inUse) {
        return Math.max(inUse, Math.max(mostOfPeriod, mostOfLastPeriod));
    }

    /** Begins the next period of the steady count. To be called every {@link #PERIOD_SECONDS} seconds. */
    public void nextPeriod() {
        mostOfLastPeriod = mostOfPeriod;
        mostOfPeriod = inUse();
    }

    /** Connections that are in use or being opened. */
    public int inUse() {
        return inUse(counts.get());
    }

    /** Connections that are idle. */
    public int idle() {
        return idle(counts.get());
    }

    private static int inUse(long counts) {
        return (int) (counts >>> IN_USE_SHIFT);
    }

    private static int idle(long counts) {
        return (int) counts;
    }

    private static long open(long counts) {
        return (long) inUse(counts) + idle(counts);
    }
}
