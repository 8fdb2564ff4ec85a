package io.weir.buffer;

import io.weir.time.HandTicker;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do to a pool at the same time, the outcome is one that they could have had one after the other, on the model of
 * a pool; and no buffer lies idle afterwards that somebody waits for.
 */
final class LinearizabilityTest {

    private static final int THREADS = 3;
    private static final int COUNT = 1;
    private static final int RESERVE = 1;

    // Lincheck numbers what comes before the threads 0, and what comes after them by the next number.
    private static final int CLAIMS = THREADS + 2;

    @Test
    void threads_that_take_turns_at_every_step_see_one_order() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(1)
                .iterations(Integer.getInteger("mi", 50))
                .invocationsPerIteration(Integer.getInteger("mn", 200))
                .sequentialSpecification(Model.class)
                .check(Pool.class);
    }

    @Test
    void threads_that_run_freely_see_one_order() {
        new StressOptions()
                .threads(THREADS)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(Integer.getInteger("si", 20))
                .invocationsPerIteration(Integer.getInteger("sn", 1000))
                .sequentialSpecification(Model.class)
                .check(Pool.class);
    }

    /** The real pool. Each claim belongs to the thread of its number, as a ticket belongs to its event loop. */
    @Param(name = "claim", gen = ThreadIdGen.class)
    public static final class Pool {

        private final BufferPool pool =
                new BufferPool(PoolLimits.of(COUNT, RESERVE, PoolFixture.SIZE), new HandTicker(), PoolObserver.NONE);
        private final Session[] sessions = new Session[CLAIMS];

        public Pool() {
            for (int i = 0; i < CLAIMS; i++) {
                sessions[i] = new Session(pool, i);
            }
        }

        @Operation
        public String acquire(@Param(name = "claim") int claim, WaitClass urgency) {
            return sessions[claim].take(sessions[claim].ticket.acquire(urgency));
        }

        @Operation
        public String collect(@Param(name = "claim") int claim) {
            return sessions[claim].take(sessions[claim].ticket.collect());
        }

        @Operation
        public String release(@Param(name = "claim") int claim) {
            return sessions[claim].release();
        }

        @Operation
        public boolean cancel(@Param(name = "claim") int claim) {
            return sessions[claim].ticket.cancel();
        }

        @Operation
        public void close(@Param(name = "claim") int claim) {
            sessions[claim].ticket.close();
        }

        @Operation
        public int leased() {
            return pool.leased();
        }

        @Validate
        public void nothing_lies_idle_that_somebody_waits_for() {
            require(pool.isQuiescent(), "quiescent");
            int inUse = 0;
            for (Session session : sessions) {
                boolean granted = session.ticket.granted != null;
                require(!granted || session.woken, "who was granted a buffer was woken");
                inUse += session.held.size() + (granted ? 1 : 0);
            }
            require(pool.leased() == inUse, "leased as many as are held or granted");
        }

        // Not by AssertJ, which Lincheck would follow into.
        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException("expected: " + what);
            }
        }
    }

    /** One ticket, and the leases that came of it. */
    private static final class Session {
        final Ticket ticket;
        final Deque<Lease> held = new ArrayDeque<>();
        volatile boolean woken;

        Session(BufferPool pool, int number) {
            ticket = pool.ticket(number, flow(number), this::wake);
        }

        private boolean wake(Ticket granted) {
            woken = true;
            return true;
        }

        String take(Acquisition acquisition) {
            woken = false;
            if (acquisition instanceof Lease lease) {
                held.add(lease);
                return lease.slot().origin.toString();
            }
            return acquisition == ticket ? PoolModel.PENDING : acquisition.toString();
        }

        String release() {
            Lease lease = held.poll();
            if (lease == null) {
                return "nothing";
            }
            String origin = lease.slot().origin.toString();
            lease.close();
            return origin;
        }
    }

    /** The same operations, one after the other. */
    public static final class Model {

        private final PoolModel model = new PoolModel(COUNT, RESERVE, new Coverage());
        private final Deque<?>[] held = new Deque<?>[CLAIMS];

        public Model() {
            for (int i = 0; i < CLAIMS; i++) {
                model.add(flow(i));
                held[i] = new ArrayDeque<Permits.Origin>();
            }
        }

        public String acquire(int claim, WaitClass urgency) {
            return take(claim, model.acquire(claim, urgency));
        }

        public String collect(int claim) {
            return take(claim, model.collect(claim));
        }

        public String release(int claim) {
            Permits.Origin origin = held(claim).poll();
            if (origin == null) {
                return "nothing";
            }
            model.release(origin);
            return origin.toString();
        }

        public boolean cancel(int claim) {
            return model.cancel(claim);
        }

        public void close(int claim) {
            if (!model.cancel(claim)) {
                model.closeTicket(claim);
            }
            model.closeTicket(claim);
        }

        public int leased() {
            return model.leased();
        }

        private String take(int claim, Object outcome) {
            if (outcome instanceof Permits.Origin origin) {
                held(claim).add(origin);
            }
            return outcome.toString();
        }

        @SuppressWarnings("unchecked")
        private Deque<Permits.Origin> held(int claim) {
            return (Deque<Permits.Origin>) held[claim];
        }
    }

    private static Flow flow(int claim) {
        return claim % 2 == 0 ? Flow.RESPONSE : Flow.REQUEST;
    }
}
