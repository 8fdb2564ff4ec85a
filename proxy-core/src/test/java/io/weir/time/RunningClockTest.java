package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time that passes while nobody looks is left out, and no look shows that it was there. */
final class RunningClockTest {

    private static final long GAP = RunningClock.LONGEST_GAP.toNanos();
    private static final Duration STOP = Duration.ofSeconds(40);

    private final HandTicker source = new HandTicker(Long.MAX_VALUE - 7);
    private final RunningClock clock = new RunningClock(source);

    @Test
    void it_shows_its_source_as_long_as_someone_looks() {
        for (int i = 0; i < 1_000; i++) {
            source.advance(GAP);
            assertThat(clock.nanos()).isEqualTo(source.nanos());
        }
        assertThat(clock.leftOutNanos()).isZero();
    }

    @Test
    void of_a_stop_the_longest_gap_counts_and_the_rest_is_left_out() {
        long before = clock.nanos();
        source.advance(STOP);
        assertThat(clock.nanos() - before).isEqualTo(GAP);
        assertThat(clock.leftOutNanos()).isEqualTo(STOP.toNanos() - GAP);
        assertThat(clock.realNanos()).isEqualTo(source.nanos());
        source.advance(GAP);
        assertThat(clock.nanos() - before).isEqualTo(2 * GAP);
    }

    @Test
    void every_stop_is_left_out() {
        long before = clock.nanos();
        for (int i = 0; i < 100; i++) {
            source.advance(STOP);
            clock.nanos();
        }
        assertThat(clock.nanos() - before).isEqualTo(100 * GAP);
    }

    // However slowly the loops turn, a deadline comes after as many turns as it has gaps.
    @Test
    void a_clock_that_is_seldom_read_goes_on() {
        long before = clock.nanos();
        for (int turns = 0; turns < 20; turns++) {
            source.advance(Duration.ofDays(1));
            clock.nanos();
        }
        assertThat(clock.nanos() - before).isEqualTo(20 * GAP);
    }

    @Test
    void many_short_looks_do_not_hide_a_stop_nor_make_one() {
        long before = clock.nanos();
        for (int i = 0; i < 1_000; i++) {
            source.advance(1_000_000);
            clock.nanos();
        }
        assertThat(clock.leftOutNanos()).isZero();
        source.advance(STOP);
        assertThat(clock.nanos() - before).isBetween(1_000_000_000L + GAP - 10_000_000, 1_000_000_000L + GAP);
    }

    @Test
    void a_thread_that_is_stopped_within_a_look_sees_no_step_back() {
        List<Runnable> within = new ArrayList<>();
        Ticker interrupted = () -> {
            long now = source.nanos();
            if (!within.isEmpty()) {
                within.remove(0).run();
            }
            return now;
        };
        RunningClock shared = new RunningClock(interrupted);
        long before = shared.nanos();
        List<Long> others = new ArrayList<>();
        within.add(() -> {
            source.advance(STOP);
            others.add(shared.nanos());
        });
        assertThat(shared.nanos() - before).isEqualTo(GAP);
        assertThat(others.get(0) - before).isEqualTo(GAP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void no_thread_sees_it_step_back_or_jump(int threads) throws InterruptedException, ExecutionException {
        AtomicLong real = new AtomicLong();
        RunningClock shared = new RunningClock(real::get);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> longest = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                long seed = i;
                longest.add(pool.submit(() -> longestStep(shared, real, seed)));
            }
            for (Future<Long> step : longest) {
                // Other threads may let time pass between two looks of one, each of them a gap.
                assertThat(step.get()).isNotNegative();
            }
            assertThat(shared.nanos() + shared.leftOutNanos()).isEqualTo(real.get());
        } finally {
            pool.shutdownNow();
        }
    }

    // Each thread stops the process now and then.
    private static long longestStep(RunningClock clock, AtomicLong real, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long longest = 0;
        long last = clock.nanos();
        for (int i = 0; i < 100_000; i++) {
            real.addAndGet(random.nextInt(100) == 0 ? 2 * GAP : random.nextLong(20_000_000));
            long now = clock.nanos();
            if (now - last < 0) {
                return now - last;
            }
            longest = Math.max(longest, now - last);
            last = now;
        }
        return longest;
    }
}
