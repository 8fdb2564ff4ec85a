package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.weir.testing.wire.Scene;
import io.weir.time.HandTicker;
import io.weir.time.RunningClock;
import io.weir.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** The timers of a real loop: none of them ends the others, and a stop of the process is not taken for time that a peer had. */
final class TrafficLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(40);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Logger log = (Logger) LoggerFactory.getLogger(TrafficLoop.class);
    private final AtomicInteger expired = new AtomicInteger();
    private Level level;

    @BeforeEach
    void quiet() {
        level = log.getLevel();
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        log.setLevel(level);
    }

    @Test
    void however_many_timers_throw_at_once_all_expire_and_those_to_come_do() throws IOException {
        int timers = 50_000;
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                for (int i = 0; i < timers; i++) {
                    timer(bench, new IllegalStateException("a bug")).armNanos(0);
                }
            });
            Scene.await("all expired", () -> expired.get() == timers, expired::toString);
            bench.onLoop(() -> timer(bench, new IllegalStateException("a bug")).armNanos(0));
            Scene.await("one more expired", () -> expired.get() == timers + 1, expired::toString);
        }
    }

    @Test
    void a_task_for_after_the_next_select_keeps_the_loop_from_waiting_for_events() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            FutureTask<Boolean> done = new FutureTask<>(() -> true);
            assertThat(bench.<Boolean>askLoop(() -> {
                        bench.loop.afterSelect(done);
                        return bench.loop.hasTasks();
                    }))
                    .isTrue();
            assertThat(Scene.<Boolean>join(done)).isTrue();
        }
    }

    @Test
    void an_error_in_a_timer_does_not_end_the_timers_of_its_loop() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            for (int i = 1; i <= 3; i++) {
                int count = i;
                bench.onLoop(() -> timer(bench, new AssertionError("a bug")).armNanos(0));
                Scene.await("expired", () -> expired.get() == count, expired::toString);
            }
        }
    }

    @Test
    void a_deadline_that_passes_while_the_process_is_stopped_is_put_off_by_the_stop() throws IOException {
        HandTicker ticker = new HandTicker();
        try (LoopBench bench = LoopBench.by(ticker, scene)) {
            Timer timer = bench.askLoop(() -> timer(bench, new IllegalStateException("expired")));
            bench.onLoop(() -> timer.arm(LIMIT));
            ticker.advance(STOP);
            awaitLateTurns(bench, 1);
            assertThat(bench.askLoop(timer::remainingNanos))
                    .isEqualTo(LIMIT.minus(RunningClock.LONGEST_GAP).toNanos());
            assertThat(bench.loop.turns().lagNanos())
                    .isGreaterThan(STOP.minusSeconds(1).toNanos());
            for (int stops = 2; stops <= LIMIT.dividedBy(RunningClock.LONGEST_GAP); stops++) {
                ticker.advance(STOP);
                awaitLateTurns(bench, stops);
            }
            Scene.await("expired", () -> expired.get() == 1, expired::toString);
        }
    }

    private static void awaitLateTurns(LoopBench bench, int count) {
        Scene.await(
                "late turn " + count,
                () -> bench.loop.turns().lateTurns() == count,
                () -> bench.loop.turns().lateTurns() + "");
    }

    private Timer timer(LoopBench bench, Throwable bug) {
        return bench.loop.timers().timer(() -> {
            expired.incrementAndGet();
            if (bug instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) bug;
        });
    }
}
