package io.weir.jcstress;

import io.weir.buffer.Acquisition;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import java.util.ArrayList;
import java.util.List;

/**
 * A small pool without a reserve, and sessions that want its buffers. What they get must be held on to until the result is told: a
 * lease that nobody holds is lost, and the pool takes it back and gives it to the next, as it should.
 */
final class Contest {

    /** What has become of a claim. */
    static final int NOTHING = 0;

    static final int LEASED = 1;
    static final int WAITING = 2;

    private static final int LOST = 1000;

    final BufferPool pool;
    private final List<Acquisition> collected = new ArrayList<>(); // by the arbiter, which is alone

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
    int collect(Ticket ticket) {
        Acquisition acquisition = ticket.collect();
        collected.add(acquisition);
        return kind(acquisition);
    }

    static int kind(Acquisition acquisition) {
        if (acquisition instanceof Lease) {
            return LEASED;
        }
        return acquisition instanceof Ticket ? WAITING : NOTHING;
    }

    /** Buffers in use, plus a hundred if the pool is not quiescent, plus a thousand for each lease that the test itself has lost. */
    int leased() {
        int quiescence = pool.isQuiescent() ? 0 : 100;
        return pool.leased() + quiescence + LOST * (int) pool.level().leaks();
    }
}
