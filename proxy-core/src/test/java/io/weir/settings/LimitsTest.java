package io.weir.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits beyond which sums and durations would overflow are refused. */
final class LimitsTest {

    @Test
    void more_connections_than_can_be_counted_are_refused() {
        assertThat(Limits.DEFAULT.withConnections(Limits.MAX_CONNECTIONS).connections())
                .isEqualTo(4_194_304);
        assertThatThrownBy(() -> Limits.DEFAULT.withConnections(Limits.MAX_CONNECTIONS + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections: 4194305 (expected: 1 to 4194304)");
    }

    @Test
    void a_queue_age_that_does_not_fit_into_nanoseconds_is_refused() {
        assertThatThrownBy(() -> Limits.DEFAULT.withQueueAge(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("queueAge: PT2562047788015215H30M7S (expected: ");
        assertThatThrownBy(() -> Limits.DEFAULT.withQueueAge(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
