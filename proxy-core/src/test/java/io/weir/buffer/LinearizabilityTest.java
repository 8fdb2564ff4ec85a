package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;

import io.weir.testing.Race;
import io.weir.time.HandTicker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.Actor;
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
 *
 * <p>The pool has one ordinary buffer and one in reserve. Claims 0 to 2 are of the request flow, 3 and 4 of the response flow.
 */
final class LinearizabilityTest {

    private static final int COUNT = 1;
    private static final int RESERVE = 1;
    private static final int CLAIMS = 5;
    private static final int FIRST_RESPONSE = 3;

    @Test
    void threads_that_take_turns_at_every_step_see_one_order() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(200)
                .sequentialSpecification(Model.class);
        // One check for all, because getting ready for one takes longer than the check.
        races().forEach(race -> options.addCustomScenario(race.scenario()));
        options.check(Pool.class);
    }

    @Test
    void threads_that_run_freely_see_one_order() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(20)
                .invocationsPerIteration(1000)
                .sequentialSpecification(Model.class)
                .check(Pool.class);
    }

    private static List<Race> races() {
        return List.of(
                // two acquire, one buffer
                new Race()
                        .thread(acquire(0, START), release(0))
                        .thread(acquire(1, START), release(1))
                        .after(leased(), acquire(2, START)),
                // the last two buffers
                new Race()
                        .thread(acquire(3, START), leased())
                        .thread(acquire(4, START), leased())
                        .after(acquire(0, START)),
                // release against enqueue
                new Race()
                        .before(acquire(0, START))
                        .thread(release(0))
                        .thread(acquire(1, START))
                        .after(collect(1)),
                // release of the reserve against enqueue
                new Race()
                        .before(acquire(0, START), acquire(3, START))
                        .thread(release(3))
                        .thread(acquire(4, CONTINUE))
                        .after(collect(4), release(0)),
                // release against two who enqueue
                new Race()
                        .before(acquire(0, START))
                        .thread(release(0))
                        .thread(acquire(1, START))
                        .thread(acquire(2, START))
                        .after(collect(1), collect(2)),
                // a newcomer while the buffer of a waiter comes back
                new Race()
                        .before(acquire(0, START), acquire(1, START))
                        .thread(release(0))
                        .thread(acquire(2, START), collect(2))
                        .after(collect(1), collect(2)),
                // grant against cancel
                new Race()
                        .before(acquire(0, START), acquire(1, START))
                        .thread(release(0))
                        .thread(cancel(1), collect(1))
                        .after(leased()),
                // grant against cancel, and another in line
                new Race()
                        .before(acquire(0, START), acquire(1, START), acquire(2, START))
                        .thread(release(0))
                        .thread(cancel(1), acquire(1, START))
                        .after(collect(1), collect(2)),
                // grant against close, and another in line
                new Race()
                        .before(acquire(0, START), acquire(1, START), acquire(2, START))
                        .thread(release(0))
                        .thread(close(1))
                        .after(collect(2), leased()),
                // cancel against close of the neighbour in line
                new Race()
                        .before(acquire(0, START), acquire(1, START), acquire(2, START))
                        .thread(cancel(1))
                        .thread(close(2))
                        .after(release(0), leased()),
                // two releases, two waiters
                new Race()
                        .before(acquire(0, START), acquire(3, START), acquire(1, START), acquire(4, START))
                        .thread(release(0))
                        .thread(release(3))
                        .after(collect(1), collect(4)),
                // promotion against release
                new Race()
                        .before(acquire(0, START), acquire(1, START), acquire(2, CONTINUE))
                        .thread(release(0))
                        .thread(acquire(2, FINISH), collect(2))
                        .after(collect(1), collect(2)),
                // promotion into the free reserve against release
                new Race()
                        .before(acquire(0, START), acquire(1, START), acquire(2, START))
                        .thread(release(0))
                        .thread(acquire(2, FINISH), collect(2))
                        .after(collect(1), collect(2)),
                // promotion against the return of the reserve
                new Race()
                        .before(acquire(0, START), acquire(3, START), acquire(1, START))
                        .thread(release(3))
                        .thread(acquire(1, FINISH))
                        .after(collect(1), leased()),
                // take and return by all
                new Race()
                        .before(acquire(0, START), release(0))
                        .thread(acquire(3, START), release(3))
                        .thread(acquire(1, START), release(1))
                        .thread(acquire(4, FINISH), release(4))
                        .after(leased()));
    }

    private static Actor acquire(int claim, WaitClass urgency) {
        return step("acquire", claim, urgency);
    }

    private static Actor collect(int claim) {
        return step("collect", claim);
    }

    private static Actor release(int claim) {
        return step("release", claim);
    }

    private static Actor cancel(int claim) {
        return step("cancel", claim);
    }

    private static Actor close(int claim) {
        return step("close", claim);
    }

    private static Actor leased() {
        return step("leased");
    }

    private static Actor step(String name, Object... arguments) {
        return Race.step(Pool.class, name, arguments);
    }

    /** The real pool. A claim is used by one thread at a time, as a ticket is by its event loop. */
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
            return sessions[claim].collect();
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
                require(!granted || session.wakes.get() > session.collected, "who was granted a buffer was woken");
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
        final AtomicInteger wakes = new AtomicInteger();
        int collected;

        Session(BufferPool pool, int number) {
            ticket = pool.ticket(number, flow(number), this::wake);
        }

        private boolean wake(Ticket granted) {
            wakes.incrementAndGet();
            return true;
        }

        String collect() {
            Acquisition acquisition = ticket.collect();
            if (acquisition instanceof Lease) {
                collected++;
            }
            return take(acquisition);
        }

        String take(Acquisition acquisition) {
            if (acquisition instanceof Lease lease) {
                held.add(lease);
                return lease.place().origin.toString();
            }
            return acquisition == ticket ? PoolModel.PENDING : acquisition.toString();
        }

        String release() {
            Lease lease = held.poll();
            if (lease == null) {
                return "nothing";
            }
            String origin = lease.place().origin.toString();
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
        return claim < FIRST_RESPONSE ? Flow.REQUEST : Flow.RESPONSE;
    }
}
