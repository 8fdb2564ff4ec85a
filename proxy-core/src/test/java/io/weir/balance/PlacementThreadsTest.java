package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Placement;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.backend.SlotTicket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Event loops that do nothing between two tasks but sleep until they are woken: were one slot or one wake-up lost, the test
 * would not end.
 */
final class PlacementThreadsTest {

    private static final int LOOPS = 4;
    private static final int EXCHANGES = 5_000;
    private static final int ROUNDS = 5_000;
    private static final int RELOADS = 20_000;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000);

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "1, 3, 4", "2, 1, 4", "3, 2, 4", "4, 3, 2"})
    void every_exchange_gets_its_slot_and_no_server_has_more_than_its_limit(int servers, int limit, int sessionsPerLoop)
            throws InterruptedException {
        Backend backend = backend(servers, limit);
        Shared shared = new Shared(backend);
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop(shared, sessionsPerLoop, i));
        }

        assertThat(run(loops)).isEmpty();
        assertThat(backend.waiting()).isZero();
        assertThat(backend.servers()).extracting(Server::active).containsOnly(0);
        for (Gauge gauge : shared.inUse) {
            assertThat(gauge.most.get()).isBetween(1, limit);
        }
    }

    // No more than the greatest limit is checked of each server: a lower one cuts nobody.
    @ParameterizedTest
    @CsvSource({"1, 3, 4", "2, 2, 4", "3, 2, 4", "4, 3, 2"})
    void every_exchange_gets_its_slot_while_reloads_change_limits_and_servers(
            int servers, int limit, int sessionsPerLoop) throws InterruptedException {
        Backend backend = backend(servers, limit);
        Shared shared = new Shared(backend);
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop(shared, sessionsPerLoop, i));
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread reloading = new Thread(() -> reload(shared, servers, limit, over));
        reloading.start();
        try {
            assertThat(run(loops)).isEmpty();
        } finally {
            over.set(true);
            reloading.join();
        }
        assertThat(backend.waiting()).isZero();
        assertThat(backend.known()).extracting(Server::active).containsOnly(0);
        for (Gauge gauge : shared.inUse) {
            assertThat(gauge.most.get()).isBetween(0, limit);
        }
    }

    // Every second reload has all servers again, so that each stays the same; the others leave two at least, for a
    // session may have tried one.
    private static void reload(Shared shared, int servers, int limit, AtomicBoolean over) {
        SplittableRandom random = new SplittableRandom(1);
        for (boolean all = false; !over.get(); all = !all) {
            List<ServerSettings> next = new ArrayList<>();
            int gone = all || servers < 3 ? -1 : random.nextInt(servers);
            for (int i = 0; i < servers; i++) {
                if (i != gone) {
                    next.add(new ServerSettings("s" + i, ADDRESS, i + 1, random.nextInt(1, limit + 1)));
                }
            }
            Backend.Change change = shared.backend.prepare(next);
            shared.backend.apply(change, shared.policy.prepare(change));
        }
    }

    @Test
    void who_comes_while_the_only_slot_is_returned_does_not_wait_for_it_in_vain() {
        Backend backend = backend(1, 1);
        Server server = backend.servers().get(0);
        BalancingPolicy policy = new WeightedRoundRobin(backend);
        Leaver leaver = new Leaver(backend, server);
        leaver.start();
        for (int round = 1; round <= ROUNDS; round++) {
            assertThat(server.tryTakeSlot()).isTrue();
            SlotTicket ticket = new SlotTicket(() -> true);
            leaver.begun.set(round);
            Placement placement = policy.place(ticket);
            await(leaver.done, round);
            assertThat(placement == ticket ? ticket.collect() : placement)
                    .as("round %d", round)
                    .isSameAs(server);
            assertThat(backend.waiting()).isZero();
            backend.release(server);
        }
        assertThat(server.active()).isZero();
    }

    // Were the servers of before out of service for a moment before the others are in it, a request would be refused
    // that any configuration serves.
    @Test
    void a_reload_that_changes_every_server_has_one_at_every_moment() throws InterruptedException {
        List<List<ServerSettings>> all = List.of(
                List.of(server("a", 1), server("b", 0)),
                List.of(server("a", 0), server("b", 1)),
                List.of(server("c", 1)),
                List.of(server("d", 1)));
        Backend backend = new Backend(new BackendSettings("shop", all.get(0)));
        BalancingPolicy policy = new WeightedRoundRobin(backend);
        AtomicInteger reloads = new AtomicInteger();
        Thread reloading = new Thread(() -> {
            while (reloads.get() < RELOADS) {
                Backend.Change change = backend.prepare(all.get(reloads.incrementAndGet() % all.size()));
                backend.apply(change, policy.prepare(change));
            }
        });
        reloading.start();
        SlotTicket ticket = new SlotTicket(() -> true);
        int refused = 0;
        while (reloads.get() < RELOADS) {
            ticket.reset();
            if (policy.place(ticket) instanceof Server server) {
                backend.release(server);
            } else {
                refused++;
            }
        }
        reloading.join();
        assertThat(refused).isZero();
    }

    private static ServerSettings server(String name, int weight) {
        return new ServerSettings(name, ADDRESS, weight, 0);
    }

    private static void await(AtomicInteger counter, int round) {
        while (counter.get() < round) {
            Thread.onSpinWait();
        }
    }

    private static Backend backend(int servers, int limit) {
        List<ServerSettings> settings = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            settings.add(new ServerSettings("s" + i, ADDRESS, i + 1, limit));
        }
        return new Backend(new BackendSettings("shop", settings));
    }

    private static ConcurrentLinkedQueue<Throwable> run(List<Loop> loops) throws InterruptedException {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Loop loop : loops) {
            Thread thread = new Thread(loop);
            thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return failures;
    }

    /** Returns the slot of somebody else once in every round, a little sooner or later. */
    private static final class Leaver extends Thread {
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final Backend backend;
        private final Server server;

        Leaver(Backend backend, Server server) {
            this.backend = backend;
            this.server = server;
            setDaemon(true);
        }

        @Override
        public void run() {
            for (int round = 1; round <= ROUNDS; round++) {
                PlacementThreadsTest.await(begun, round);
                for (int left = round % 64; left > 0; left--) {
                    Thread.onSpinWait();
                }
                backend.release(server);
                done.set(round);
            }
        }
    }

    /** How many slots of one server are in use at the same time, and the most there ever were. */
    private static final class Gauge {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void up() {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
        }

        void down() {
            now.decrementAndGet();
        }
    }

    private static final class Shared {
        private final Backend backend;
        private final BalancingPolicy policy;
        private final List<Gauge> inUse = new ArrayList<>();

        Shared(Backend backend) {
            this.backend = backend;
            policy = new WeightedRoundRobin(backend);
            backend.servers().forEach(server -> inUse.add(new Gauge()));
        }
    }

    private static final class Loop implements Runnable {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private int unfinished;

        Loop(Shared shared, int sessions, int number) {
            unfinished = sessions;
            for (int i = 0; i < sessions; i++) {
                Session session = new Session(this, shared, number * 100L + i);
                tasks.add(session::begin);
            }
        }

        @Override
        public void run() {
            try {
                while (unfinished > 0) {
                    tasks.take().run();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Makes one exchange after the other. Now and then it has tried a server already, or gives up waiting and asks again. */
    private static final class Session {
        private final Loop loop;
        private final Shared shared;
        private final SplittableRandom random;
        private final SlotTicket ticket;
        private boolean waits;
        private int left = EXCHANGES;

        Session(Loop loop, Shared shared, long seed) {
            this.loop = loop;
            this.shared = shared;
            random = new SplittableRandom(seed);
            ticket = new SlotTicket(() -> loop.tasks.add(this::collect));
        }

        void begin() {
            ticket.reset();
            List<Server> servers = shared.backend.servers();
            if (servers.size() > 1 && random.nextInt(3) == 0) {
                ticket.exclude(servers.get(random.nextInt(servers.size())));
            }
            Placement placement = shared.policy.place(ticket);
            if (placement instanceof Server server) {
                use(server);
                return;
            }
            assertThat(placement).isSameAs(ticket);
            waits = true;
            if (random.nextInt(4) == 0) {
                loop.tasks.add(this::giveUp);
            }
        }

        private void collect() {
            if (ticket.collect() instanceof Server server) {
                waits = false;
                use(server);
            }
        }

        private void giveUp() {
            if (waits) {
                waits = false;
                ticket.cancel();
                loop.tasks.add(this::begin);
            }
        }

        private void use(Server server) {
            shared.inUse.get(server.number()).up();
            loop.tasks.add(() -> finish(server));
        }

        private void finish(Server server) {
            shared.inUse.get(server.number()).down();
            shared.backend.release(server);
            left--;
            if (left == 0) {
                loop.unfinished--;
            } else {
                begin();
            }
        }
    }
}
