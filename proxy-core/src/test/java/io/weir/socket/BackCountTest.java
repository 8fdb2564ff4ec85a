package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BackCountTest {

    private static final int BACKS = 100;
    private static final int SPARE = 64;

    private final BackCount count = new BackCount(new SocketCounts(1, BACKS, 1));

    @Test
    void each_that_comes_into_use_is_told_how_many_are() {
        assertThat(count.open()).isEqualTo(1);
        assertThat(count.open()).isEqualTo(2);
        assertThat(count.tryIdle()).isTrue();
        assertThat(count.use()).isEqualTo(2);
        count.closeUsed();
        assertThat(count.inUse()).isEqualTo(1);
        assertThat(count.idle()).isZero();
    }

    @Test
    void a_connection_that_becomes_idle_and_is_closed_is_counted_out_of_the_idle_ones() {
        open(2);
        assertThat(count.tryIdle()).isTrue();
        assertThat(count.idle()).isEqualTo(1);
        count.closeIdle();
        assertThat(count.idle()).isZero();
        assertThat(count.inUse()).isEqualTo(1);
    }

    @Test
    void so_many_more_may_be_idle_as_fewer_are_in_use() {
        open(BACKS);
        makeIdle(BACKS - 1);
        open(SPARE);
        assertThat(count.isExceeded()).isFalse();
        makeIdle(SPARE);
        assertThat(count.idle()).isEqualTo(BACKS + SPARE - 1);
    }

    @Test
    void one_opened_beyond_the_bound_makes_them_too_many_until_one_is_closed() {
        open(BACKS);
        makeIdle(BACKS);
        open(SPARE);
        assertThat(count.isExceeded()).isFalse();
        open(1);
        assertThat(count.isExceeded()).isTrue();
        assertThat(count.tryIdle()).isFalse();
        count.closeIdle();
        assertThat(count.isExceeded()).isFalse();
        assertThat(count.tryIdle()).isTrue();
    }

    @Test
    void the_steady_count_is_the_most_of_this_period_and_the_last_and_never_below_the_present_one() {
        open(5);
        makeIdle(5);
        assertThat(count.steady(1)).isEqualTo(5);
        assertThat(count.steady(7)).isEqualTo(7);
        count.nextPeriod();
        assertThat(count.steady(1)).isEqualTo(5);
        open(2);
        count.nextPeriod();
        assertThat(count.steady(1)).isEqualTo(2);
    }

    @Test
    void the_steady_count_of_a_busy_period_begins_with_those_that_are_still_in_use() {
        open(5);
        count.nextPeriod();
        count.nextPeriod();
        assertThat(count.steady(1)).isEqualTo(5);
    }

    /** Each thread knows what it has done; together they must find the same in the count. */
    @Test
    void threads_that_take_and_give_back_at_the_same_time_lose_no_connection() throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int seed = 0; seed < 4; seed++) {
            Worker worker = new Worker(new SplittableRandom(seed), start);
            workers.add(worker);
            worker.start();
        }
        start.countDown();
        for (Worker worker : workers) {
            worker.join();
        }
        assertThat(count.inUse())
                .isEqualTo(workers.stream().mapToInt(worker -> worker.inUse).sum());
        assertThat(count.idle())
                .isEqualTo(workers.stream().mapToInt(worker -> worker.idle).sum());
        assertThat(workers).noneMatch(worker -> worker.sawNegative);
    }

    private void open(int times) {
        for (int i = 0; i < times; i++) {
            count.open();
        }
    }

    private void makeIdle(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(count.tryIdle()).isTrue();
        }
    }

    private final class Worker extends Thread {

        private static final int STEPS = 50_000;

        private final SplittableRandom random;
        private final CountDownLatch start;
        private int inUse;
        private int idle;
        private boolean sawNegative;

        Worker(SplittableRandom random, CountDownLatch start) {
            this.random = random;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int step = 0; step < STEPS; step++) {
                step();
                sawNegative |= count.inUse() < inUse || count.idle() < idle;
            }
        }

        private void step() {
            switch (random.nextInt(5)) {
                case 0 -> {
                    sawNegative |= count.open() <= inUse;
                    inUse++;
                }
                case 1 -> {
                    if (idle > 0) {
                        idle--;
                        sawNegative |= count.use() <= inUse;
                        inUse++;
                    }
                }
                case 2 -> {
                    if (inUse > 0 && count.tryIdle()) {
                        inUse--;
                        idle++;
                    }
                }
                case 3 -> {
                    if (inUse > 0) {
                        inUse--;
                        count.closeUsed();
                    }
                }
                default -> {
                    if (idle > 0) {
                        idle--;
                        count.closeIdle();
                    }
                }
            }
        }
    }
}
