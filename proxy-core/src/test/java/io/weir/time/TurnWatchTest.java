package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** After a late tick the sockets come first; and however late ticks are, deadlines are judged in the end. */
final class TurnWatchTest {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration LATE = Duration.ofMillis(101);
    private static final Duration STOP = Duration.ofSeconds(40);

    private final HandTicker source = new HandTicker();
    private final EventClock clock = new EventClock(new RunningClock(source));
    private final TurnWatch watch = new TurnWatch(clock, TICK);

    @Test
    void a_loop_in_time_judges_at_every_tick() {
        for (int i = 0; i < 100; i++) {
            assertThat(tickAfter(TICK)).isTrue();
            assertThat(tickAfter(TICK.multipliedBy(2))).isTrue();
        }
        assertThat(watch.lateTurns()).isZero();
    }

    @Test
    void after_a_late_tick_the_ready_sockets_are_served_before_deadlines_are_judged() {
        assertThat(tickAfter(LATE)).isFalse();
        assertThat(tickAfter(TICK)).as("nothing served yet").isFalse();
        watch.served(TurnWatch.FULL_TURN);
        assertThat(tickAfter(TICK)).as("more may be ready").isFalse();
        watch.served(TurnWatch.FULL_TURN - 1);
        assertThat(tickAfter(TICK)).isTrue();
        assertThat(tickAfter(TICK)).isTrue();
    }

    @Test
    void sockets_served_before_the_late_tick_do_not_count() {
        watch.served(0);
        assertThat(tickAfter(LATE)).isFalse();
    }

    @Test
    void a_stop_right_after_another_postpones_again() {
        for (int i = 0; i < 5; i++) {
            assertThat(tickAfter(i % 2 == 0 ? STOP : LATE)).isFalse();
            watch.served(0);
        }
        assertThat(tickAfter(TICK)).isTrue();
    }

    @Test
    void a_loop_that_is_always_late_or_never_has_served_all_judges_in_the_end() {
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < TurnWatch.MOST_POSTPONED; i++) {
                assertThat(tickAfter(round % 2 == 0 ? STOP : LATE)).isFalse();
                watch.served(TurnWatch.FULL_TURN * (i % 2));
            }
            assertThat(tickAfter(STOP)).isTrue();
        }
    }

    @Test
    void turns_are_late_from_half_a_second_on() {
        tickAfter(RunningClock.LONGEST_GAP);
        assertThat(watch.lateTurns()).isZero();
        tickAfter(RunningClock.LONGEST_GAP.plusNanos(1));
        assertThat(watch.lateTurns()).isEqualTo(1);
        tickAfter(STOP);
        assertThat(watch.lateTurns()).isEqualTo(2);
        assertThat(watch.lastLagNanos()).isEqualTo(STOP.minus(TICK).toNanos());
    }

    @Test
    void a_stop_that_an_event_noticed_first_is_a_late_turn_too() {
        source.advance(STOP);
        clock.nanos();
        assertThat(tickAfter(Duration.ZERO)).isFalse();
        assertThat(watch.lateTurns()).isEqualTo(1);
        assertThat(watch.lastLagNanos()).isEqualTo(STOP.minus(TICK).toNanos());
    }

    @Test
    void a_loop_that_is_busy_and_reads_its_clock_is_late_though_nothing_is_left_out() {
        for (int i = 0; i < 10; i++) {
            source.advance(TICK.multipliedBy(2));
            clock.nanos();
        }
        assertThat(tickAfter(Duration.ZERO)).isFalse();
        assertThat(clock.leftOutNanos()).isZero();
        assertThat(watch.lateTurns()).isEqualTo(1);
    }

    @Test
    void the_lag_is_the_most_of_the_last_one_to_two_minutes() {
        tickAfter(TICK);
        tickAfter(STOP);
        tickAfter(TICK);
        assertThat(watch.lagNanos()).isEqualTo(STOP.minus(TICK).toNanos());
        pass(Duration.ofSeconds(59));
        assertThat(watch.lagNanos()).isEqualTo(STOP.minus(TICK).toNanos());
        pass(Duration.ofSeconds(62));
        assertThat(watch.lagNanos()).isZero();
    }

    private void pass(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= TICK.toNanos()) {
            tickAfter(TICK);
        }
    }

    private boolean tickAfter(Duration time) {
        source.advance(time);
        clock.hold();
        try {
            return watch.tick();
        } finally {
            clock.release();
        }
    }
}
