package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real event loops that do nothing between two tasks but sleep until they are woken: were one wake-up lost, the test would not
 * end.
 */
final class BufferPoolThreadsTest {

    private static final int LOOPS = 4;
    private static final int EXCHANGES = 2000;

    @ParameterizedTest
    @CsvSource({"1, 0, 8", "1, 1, 8", "3, 2, 8", "7, 1, 3", "100, 8, 8"})
    void every_exchange_gets_its_buffer_and_never_are_more_in_use_than_there_are(
            int count, int reserve, int sessionsPerLoop) throws Exception {
        BufferPool pool =
                new BufferPool(PoolLimits.of(count, reserve, PoolFixture.SIZE), Ticker.SYSTEM, PoolObserver.NONE);
        Gauge inUse = new Gauge();
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop(pool, inUse, sessionsPerLoop, i));
        }
        ConcurrentLinkedQueue<Throwable> failures = run(loops);

        assertThat(failures).isEmpty();
        assertThat(inUse.most()).isBetween(1, count + reserve);
        assertThat(pool.leased()).isZero();
        assertThat(pool.level().waiting()).isZero();
        assertThat(pool.isQuiescent()).isTrue();
        assertThat(pool.sweep()).isZero();
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

    /** How many buffers are in use at the same time, and the most there ever were. */
    private static final class Gauge {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void up() {
            int level = now.incrementAndGet();
            most.accumulateAndGet(level, Math::max);
        }

        void down() {
            now.decrementAndGet();
        }

        int most() {
            return most.get();
        }
    }

    private static final class Loop implements Runnable {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Random random;
        private int unfinished;

        Loop(BufferPool pool, Gauge inUse, int sessions, int number) {
            random = new Random(number);
            unfinished = sessions;
            for (int i = 0; i < sessions; i++) {
                Flow flow = i % 2 == 0 ? Flow.REQUEST : Flow.RESPONSE;
                Exchanger session = new Exchanger(this, pool, inUse, flow, number * 100L + i);
                tasks.add(session::next);
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

    /** A session that leases a buffer for each exchange, now and then gives up waiting, and asks again. */
    private static final class Exchanger {
        private static final WaitClass[] CLASSES = WaitClass.values();

        private final Loop loop;
        private final Gauge inUse;
        private final long number;
        private final Ticket ticket;
        private int left = EXCHANGES;

        Exchanger(Loop loop, BufferPool pool, Gauge inUse, Flow flow, long number) {
            this.loop = loop;
            this.inUse = inUse;
            this.number = number;
            ticket = pool.ticket(number, flow, woken -> loop.tasks.add(this::collect));
        }

        void next() {
            WaitClass urgency = CLASSES[loop.random.nextInt(CLASSES.length)];
            Acquisition acquisition = ticket.acquire(urgency);
            if (acquisition instanceof Lease lease) {
                begin(lease);
            } else if (loop.random.nextInt(8) == 0 && ticket.cancel()) {
                loop.tasks.add(this::next);
            } else if (loop.random.nextInt(8) == 0) {
                ticket.acquire(WaitClass.FINISH);
            }
        }

        private void collect() {
            if (ticket.collect() instanceof Lease lease) {
                begin(lease);
            }
        }

        private void begin(Lease lease) {
            inUse.up();
            lease.buffer().setLong(0, number);
            if (loop.random.nextBoolean()) {
                loop.tasks.add(() -> end(lease));
            } else {
                end(lease);
            }
        }

        private void end(Lease lease) {
            assertThat(lease.buffer().getLong(0)).isEqualTo(number);
            inUse.down();
            lease.close();
            if (--left > 0) {
                loop.tasks.add(this::next);
            } else {
                ticket.close();
                loop.unfinished--;
            }
        }
    }
}
