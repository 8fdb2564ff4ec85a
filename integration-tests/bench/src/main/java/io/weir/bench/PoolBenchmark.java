package io.weir.bench;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.time.Ticker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What a buffer costs: taken and returned while nobody waits, by one thread and by two; handed to one who waits; and waited for
 * in vain. The pair of taking and returning is to cost 30 ns at most; none of it is to make garbage.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {

    private static final int SIZE = 16 * 1024;

    /** A pool in which there is always something free. */
    @State(Scope.Benchmark)
    public static class Plenty {
        final BufferPool pool = pool(64);
    }

    /** One flow of a session. */
    @State(Scope.Thread)
    public static class Session {
        Ticket ticket;

        @Setup
        public void setUp(Plenty plenty) {
            ticket = plenty.pool.ticket(1, Flow.RESPONSE, granted -> true);
        }
    }

    /** A pool of one buffer, for which two sessions take turns. */
    @State(Scope.Thread)
    public static class Scarcity {
        private final BufferPool pool = pool(1);
        private Ticket holder = pool.ticket(1, Flow.REQUEST, granted -> true);
        private Ticket waiter = pool.ticket(2, Flow.REQUEST, granted -> true);
        private Lease lease = (Lease) holder.acquire(WaitClass.START);

        /** The waiter stands in line, the holder returns the buffer, the waiter collects it; then the other way round. */
        Lease handOff() {
            waiter.acquire(WaitClass.START);
            lease.close();
            lease = (Lease) waiter.collect();
            Ticket former = holder;
            holder = waiter;
            waiter = former;
            return lease;
        }

        boolean waitInVain() {
            waiter.acquire(WaitClass.START);
            return waiter.cancel();
        }
    }

    @Benchmark
    public int leaseAndClose(Session session) {
        return use(session);
    }

    @Benchmark
    @Threads(2)
    public int leaseAndCloseByTwoThreads(Session session) {
        return use(session);
    }

    @Benchmark
    public Lease handOff(Scarcity scarcity) {
        return scarcity.handOff();
    }

    @Benchmark
    public boolean enqueueAndCancel(Scarcity scarcity) {
        return scarcity.waitInVain();
    }

    private static int use(Session session) {
        Lease lease = (Lease) session.ticket.acquire(WaitClass.START);
        int writable = lease.buffer().writableBytes();
        lease.close();
        return writable;
    }

    private static BufferPool pool(int count) {
        return new BufferPool(PoolLimits.of(count, 0, SIZE), Ticker.SYSTEM, PoolObserver.NONE);
    }
}
