package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.time.HandTicker;
import io.weir.time.RunningClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rate of a body by the clock of a loop. */
final class PaceTest {

    private static final int RATE = 50;
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final HandTicker source = new HandTicker();
    private final RunningClock clock = new RunningClock(source);
    private final Pace pace = new Pace();

    @Test
    void time_in_which_the_process_was_stopped_is_not_the_senders() {
        pace.begin(0);
        pace.await(clock.nanos());
        source.advance(Duration.ofHours(1));
        pace.arrived(clock.nanos(), 1);
        assertThat(pace.isBelow(RATE, GRACE)).isFalse();
    }

    @Test
    void time_in_which_the_sender_was_waited_for_is() {
        pace.begin(0);
        for (int i = 0; i < 10; i++) {
            pace.await(clock.nanos());
            source.advance(RunningClock.LONGEST_GAP);
            pace.arrived(clock.nanos(), 1);
        }
        assertThat(pace.isBelow(RATE, GRACE)).isTrue();
    }
}
