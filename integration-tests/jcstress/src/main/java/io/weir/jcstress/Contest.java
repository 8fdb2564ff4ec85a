package io.weir.jcstress;

import io.weir.buffer.Acquisition;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;

/** A small pool without a reserve, and sessions that want its buffers. */
final class Contest {

    /** What has become of a claim. */
    static final int NOTHING = 0;

    static final int LEASED = 1;
    static final int WAITING = 2;

    final BufferPool pool;

    Contest(int buffers) {
        pool = new BufferPool(PoolLimits.of(buffers, 0, PoolLimits.MIN_SIZE), () -> 0, PoolObserver.NONE);
    }

    /** A session whose loop always takes the wake-up. */
    Ticket session() {
        return pool.ticket(1, Flow.REQUEST, ticket -> true);
    }

    /** A buffer that is free now. */
    Lease lease() {
        return (Lease) session().acquire(WaitClass.START);
    }

    /** A session that stands in line. */
    Ticket waiter() {
        Ticket ticket = session();
        ticket.acquire(WaitClass.START);
        return ticket;
    }

    /** What a session has after it was woken, or would have been. */
    static int collect(Ticket ticket) {
        return kind(ticket.collect());
    }

    static int kind(Acquisition acquisition) {
        if (acquisition instanceof Lease) {
            return LEASED;
        }
        return acquisition instanceof Ticket ? WAITING : NOTHING;
    }

    /** Buffers in use plus a hundred for each rule of the pool that does not hold. */
    int leased() {
        return pool.leased() + (pool.isQuiescent() ? 0 : 100);
    }
}
