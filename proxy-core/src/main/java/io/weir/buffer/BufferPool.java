package io.weir.buffer;

import io.weir.time.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed supply of buffers of one size, and the queue for them: all the memory that traffic may occupy.
 *
 * <p>Safe for use by any thread; it never blocks but for a few instructions under its own lock, and calls no other object while it
 * holds that lock. Closing it does not take leased buffers away; their memory is freed when the last one is dropped.
 */
public final class BufferPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BufferPool.class);

    private final PoolLimits limits;
    private final Ticker ticker;
    private final PoolObserver observer;
    private final Stalls stalls;
    final Grants grants;

    /** Allocates and touches all memory. {@code ticker} measures waits and stalls, and is read by any thread. */
    public BufferPool(PoolLimits limits, Ticker ticker, PoolObserver observer) {
        this.limits = limits;
        this.ticker = ticker;
        this.observer = observer;
        stalls = new Stalls(limits.stallQuota(), limits.clientQuota(), ticker);
        grants = new Grants(limits, ticker, observer, stalls);
    }

    /** The clock by which waits and stalls are measured. */
    public Ticker clock() {
        return ticker;
    }

    /** The bounds. */
    public PoolLimits limits() {
        return limits;
    }

    /**
     * A ticket for one flow of a session.
     *
     * @param session names the session in the log, should a lease be lost
     */
    public Ticket ticket(long session, Flow flow, Ticket.Waiter waiter) {
        return new Ticket(grants, session, flow, waiter);
    }

    /** Whether bulk may be read for a socket that might not take it: neither the stall quota nor the client's share is used up. */
    public boolean mayStall(InetAddress client) {
        return stalls.admits(Holder.keyOf(client), grants.waiting() > 0);
    }

    /** The buffers in use, reserve included: exact, and cheap to ask. */
    public int leased() {
        return grants.leased();
    }

    /** A snapshot for people and metrics. */
    public PoolLevel level() {
        return grants.level();
    }

    /** Age of the waiter of class start who has waited longest, in nanoseconds; 0 if there is none. */
    public long oldestStartNanos() {
        return grants.oldestStartNanos();
    }

    /** The buffers that have been stalled longest, at most so many. */
    public List<StalledBuffer> stalled(int most) {
        return stalls.longest(most);
    }

    /**
     * Asks for as many buffers as there are waiters, of those that have been stalled for so long, and taken slower than so many bytes a second all
     * that time. Clients with more than their share of the quota come first, then the longest stalled. None is asked for unless a waiter has
     * waited for so long. Returns how many were asked.
     */
    public int evict(Duration stalledFor, int bytesPerSecond, Duration waitedFor) {
        int waiting = grants.waiting();
        if (waiting == 0 || grants.oldestWaitNanos() < waitedFor.toNanos()) {
            return 0;
        }
        return stalls.evict(waiting, stalledFor, bytesPerSecond);
    }

    /**
     * Serves every waiter for whom a buffer is free. There is never one, unless this class has a bug; called now and then, it
     * turns such a bug from a session asleep for ever into a number that is not 0. Returns how many waiters were found.
     */
    public int sweep() {
        int found = 0;
        while (grants.rescueOne()) {
            found++;
        }
        if (found > 0) {
            LOG.error("event=rescued waiters={}", found);
            observer.rescued(found);
        }
        return found;
    }

    /** Whether no buffer is free that a queued ticket could use: the invariant of this class. */
    public boolean isQuiescent() {
        return grants.isQuiescent();
    }

    /** Refuses all further claims, and forgets the tickets that wait without waking them. */
    @Override
    public void close() {
        grants.close();
    }
}
