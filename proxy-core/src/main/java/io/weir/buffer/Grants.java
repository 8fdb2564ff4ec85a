package io.weir.buffer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.buffer.Acquisition.Refusal;
import io.weir.buffer.Permits.Origin;
import io.weir.buffer.PoolObserver.WaitEnd;
import io.weir.buffer.Ticket.State;
import io.weir.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which ticket gets which buffer of a pool: the free buffers, and the queue of the tickets that wait for one. Safe for use by any thread;
 * calls no waiter and no observer while it holds its lock.
 */
final class Grants implements Lease.Owner, Ticket.Owner {
    /*
     * Taking and returning. While no ticket waits both are lock-free: one step on Permits decides, one on FreeLeases finds the
     * lease. A lease is added there before its permit is given back, so a permit always finds one.
     *
     * Waiting. A buffer that comes back while a ticket waits does not become free: under the lock it is given to the ticket that it is owed to. So
     * no claim overtakes another, no waiter is woken in vain, and n returned buffers are n grants. Grant and cancel are decided under that lock,
     * and each is a move of the ticket's state, so the loser sees that it lost.
     *
     * Collecting. The waiter is woken outside the lock, on whatever thread returned the buffer. It hops to its own loop and collects there. Until
     * then the lease is in the ticket; closing the ticket passes it on. A loop that no longer takes tasks says so, and the next ticket in the queue
     * gets the buffer, in a loop rather than by recursion: thousands may be queued for dead loops.
     *
     * The invariant, at every moment in which the lock is free: no buffer is free that a queued ticket could use.
     *
     * The reserve. Each buffer returns to where it was taken from. Were the reserve merely "the last few free ones", a steady stream of responses
     * could hold the level there and no request would ever start again.
     *
     * Leaks. A lost lease is found by the garbage collector (see FreeLeases); its place gets a new lease, which is released.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final PoolLimits limits;
    private final Ticker ticker;
    private final PoolObserver observer;
    private final Stalls stalls;
    final Permits permits;
    final FreeLeases free;

    private final Object lock = new Object();
    private volatile boolean closed; // written under lock

    @GuardedBy("lock")
    private final WaitQueue queue = new WaitQueue();

    @GuardedBy("lock")
    private long rescued;

    /** Allocates and touches all memory. {@code stalls} counts the stalled buffers of the pool. */
    Grants(PoolLimits limits, Ticker ticker, PoolObserver observer, Stalls stalls) {
        this.limits = limits;
        this.ticker = ticker;
        this.observer = observer;
        this.stalls = stalls;
        permits = new Permits(limits.count(), limits.reserve());
        free = new FreeLeases(this, stalls, limits);
    }

    /** The buffers in use, reserve included. */
    int leased() {
        return limits.total() - permits.free();
    }

    /** How many tickets wait. */
    int waiting() {
        return permits.waiting();
    }

    /** The state of the pool at one moment. */
    PoolLevel level() {
        synchronized (lock) {
            long now = ticker.nanos();
            return new PoolLevel(
                    leased(),
                    limits.reserve() - permits.freeReserve(),
                    limits.total(),
                    limits.reserve(),
                    stalls.size(),
                    limits.stallQuota(),
                    queue.size(WaitClass.FINISH),
                    queue.size(WaitClass.START),
                    queue.size(WaitClass.CONTINUE),
                    queue.longestWait(now),
                    queue.longestWait(WaitClass.START, now),
                    free.leaks(),
                    rescued,
                    stalls.evicted());
        }
    }

    /** Age of the oldest ticket of class start that waits, in nanoseconds; 0 if there is none. */
    long oldestStartNanos() {
        if (permits.noneWaits()) {
            return 0;
        }
        synchronized (lock) {
            return queue.longestWait(WaitClass.START, ticker.nanos());
        }
    }

    /** Age of the oldest ticket that waits, in nanoseconds; 0 if there is none. */
    long oldestWaitNanos() {
        synchronized (lock) {
            return queue.longestWait(ticker.nanos());
        }
    }

    /** Whether no buffer is free that a queued ticket could use: the invariant of this class. */
    boolean isQuiescent() {
        synchronized (lock) {
            return queue.idleAlthoughWanted(permits) == Origin.NONE;
        }
    }

    /** Refuses all further claims, and forgets those that wait without waking them. */
    void close() {
        synchronized (lock) {
            closed = true;
            for (Ticket ticket = queue.oldestOfAll(); ticket != null; ticket = queue.oldestOfAll()) {
                leave(ticket, State.CLOSED);
            }
        }
    }

    @Override
    public Acquisition acquire(Ticket ticket, WaitClass urgency) {
        if (ticket.state == State.IDLE && !closed) {
            Origin origin = permits.tryTake(ticket.mayUseReserve(urgency));
            if (origin != Origin.NONE) {
                return checkOut(origin, ticket);
            }
        }
        return acquireOrWait(ticket, urgency);
    }

    private Acquisition acquireOrWait(Ticket ticket, WaitClass urgency) {
        Origin origin = Origin.NONE;
        Ticket served = null;
        synchronized (lock) {
            if (closed) {
                return Refusal.POOL_CLOSED;
            }
            if (ticket.state == State.CLOSED) {
                return Refusal.TICKET_CLOSED;
            }
            if (ticket.state == State.IDLE) {
                origin = takeOrEnqueue(ticket, urgency);
            } else {
                served = promote(ticket, urgency);
            }
        }
        if (served != null) {
            wakeOrPassOn(served);
        }
        return origin == Origin.NONE ? ticket : checkOut(origin, ticket);
    }

    // What is free while others wait is of no use to them, so taking it overtakes nobody.
    @GuardedBy("lock")
    private Origin takeOrEnqueue(Ticket ticket, WaitClass urgency) {
        boolean mayUseReserve = ticket.mayUseReserve(urgency);
        while (!permits.tryAddWaiter(mayUseReserve)) {
            Origin origin = permits.tryTakePastWaiters(mayUseReserve);
            if (origin != Origin.NONE) {
                return origin;
            }
        }
        ticket.state = State.WAITING;
        ticket.sinceNanos = ticker.nanos();
        queue.add(ticket, urgency);
        return Origin.NONE;
    }

    // The better class may open the reserve to the ticket, which is then served with what is free there, and returned.
    @GuardedBy("lock")
    private @Nullable Ticket promote(Ticket ticket, WaitClass urgency) {
        if (ticket.state != State.WAITING || !urgency.isMoreUrgentThan(ticket.waitClass)) {
            return null;
        }
        queue.promote(ticket, urgency);
        return serveFromFree();
    }

    @Override
    public Acquisition collect(Ticket ticket) {
        synchronized (lock) {
            if (ticket.state == State.WAITING) {
                return ticket;
            }
            Lease lease = ticket.granted;
            if (lease == null) {
                return Refusal.NOT_WAITING;
            }
            ticket.granted = null;
            ticket.state = State.IDLE;
            return lease;
        }
    }

    @Override
    public boolean cancel(Ticket ticket) {
        long waited;
        synchronized (lock) {
            if (ticket.state != State.WAITING) {
                return false;
            }
            waited = leave(ticket, State.IDLE);
        }
        observer.waitEnded(ticket.flow, ticket.waitClass, WaitEnd.CANCELLED, waited);
        return true;
    }

    @Override
    public void close(Ticket ticket) {
        if (ticket.state == State.CLOSED) {
            return;
        }
        boolean cancelled = cancel(ticket);
        Lease uncollected;
        synchronized (lock) {
            // Granted since: not in the queue any more, so nothing else can happen to it.
            uncollected = cancelled ? null : ticket.granted;
            ticket.granted = null;
            ticket.state = State.CLOSED;
        }
        if (uncollected != null) {
            uncollected.close();
        }
    }

    @GuardedBy("lock")
    private long leave(Ticket ticket, State next) {
        queue.remove(ticket);
        permits.removeWaiter();
        ticket.state = next;
        return ticker.nanos() - ticket.sinceNanos;
    }

    @Override
    public void release(Lease lease) {
        Lease spare = lease;
        while (spare != null) {
            Origin origin = spare.place().origin;
            if (permits.noneWaits()) {
                free.add(spare);
                if (permits.tryGive(origin)) {
                    return;
                }
                spare = free.take();
            }
            spare = handOver(spare, origin);
        }
    }

    // Returns the lease that is to be handed over next, if the one it was granted to has no loop any more.
    private @Nullable Lease handOver(Lease lease, Origin origin) {
        Ticket next;
        synchronized (lock) {
            next = queue.takeNext(origin);
            if (next == null) {
                free.add(lease);
                permits.give(origin);
                return null;
            }
            grant(next, lease, origin);
        }
        return wake(next);
    }

    @GuardedBy("lock")
    private void grant(Ticket ticket, Lease lease, Origin origin) {
        permits.removeWaiter();
        ticket.waitedNanos = ticker.nanos() - ticket.sinceNanos;
        ticket.granted = lease.begin(origin, ticket.session, ticket.flow);
        ticket.state = State.GRANTED;
    }

    private @Nullable Lease wake(Ticket ticket) {
        observer.waitEnded(ticket.flow, ticket.waitClass, WaitEnd.GRANTED, ticket.waitedNanos);
        return ticket.waiter.wake(ticket) ? null : surrender(ticket);
    }

    private void wakeOrPassOn(Ticket ticket) {
        Lease spare = wake(ticket);
        if (spare != null) {
            release(spare);
        }
    }

    private @Nullable Lease surrender(Ticket ticket) {
        Lease lease;
        synchronized (lock) {
            if (ticket.state != State.GRANTED) {
                return null;
            }
            lease = ticket.granted;
            ticket.granted = null;
            ticket.state = State.CLOSED;
        }
        return lease == null ? null : lease.retract();
    }

    /** Serves one ticket for which a buffer is free although it waits. Returns whether there was one. */
    boolean rescueOne() {
        Ticket found;
        synchronized (lock) {
            found = serveFromFree();
            if (found == null) {
                return false;
            }
            rescued++;
        }
        wakeOrPassOn(found);
        return true;
    }

    @GuardedBy("lock")
    private @Nullable Ticket serveFromFree() {
        Origin origin = queue.idleAlthoughWanted(permits);
        Ticket next = origin == Origin.NONE ? null : queue.takeNext(origin);
        if (next != null) {
            permits.take(origin);
            grant(next, free.take(), origin);
        }
        return next;
    }

    private Lease checkOut(Origin origin, Ticket ticket) {
        return free.take().begin(origin, ticket.session, ticket.flow);
    }

    @Override
    public void reclaim(SlabPlace place) {
        LOG.error("event=leak session={} flow={} buffer={} action=reclaimed", place.session, place.flow, place.index);
        observer.leakReclaimed(place.session, place.flow);
        stalls.end(place);
        release(free.replace(place));
    }
}
