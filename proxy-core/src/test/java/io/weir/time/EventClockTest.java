package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time stands still within an event, and at no other time. */
final class EventClockTest {

    private long now;
    private int looks;
    private final EventClock clock = new EventClock(() -> {
        looks++;
        return now;
    });

    @Test
    void it_runs_between_events() {
        assertThat(clock.nanos()).isZero();
        now = 7;
        assertThat(clock.nanos()).isEqualTo(7);
    }

    @Test
    void an_event_has_one_time_which_is_that_of_the_first_look() {
        clock.hold();
        now = 7;
        assertThat(clock.nanos()).isEqualTo(7);
        now = 9;
        assertThat(clock.nanos()).isEqualTo(7);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void it_runs_again_after_the_event() {
        clock.hold();
        assertThat(clock.nanos()).isZero();
        now = 9;
        clock.release();
        assertThat(clock.nanos()).isEqualTo(9);
    }

    @Test
    void the_next_event_has_its_own_time() {
        clock.hold();
        assertThat(clock.nanos()).isZero();
        now = 9;
        clock.hold();
        assertThat(clock.nanos()).isEqualTo(9);
    }

    @Test
    void the_time_that_its_source_leaves_out_is_left_out_and_known() {
        HandTicker source = new HandTicker();
        EventClock running = new EventClock(new RunningClock(source));
        running.hold();
        source.advance(Duration.ofSeconds(40));
        assertThat(running.nanos()).isEqualTo(RunningClock.LONGEST_GAP.toNanos());
        assertThat(running.realNanos()).isEqualTo(source.nanos());
        source.advance(1);
        assertThat(running.realNanos()).isEqualTo(source.nanos() - 1);
    }

    @Test
    void an_event_in_which_nobody_looks_costs_no_look() {
        clock.hold();
        clock.release();
        assertThat(looks).isZero();
    }
}
