package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a server's connections unfit to pass from one client to another, and for how long. */
final class TrustTest {

    private static final long SOON = Trust.SOON.toNanos();
    private static final long LATE = SOON + 1;
    private static final long MINUTE = Trust.DISTRUST.toNanos();

    private final Trust trust = new Trust();

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE})
    void a_server_that_has_done_nothing_is_trusted_at_any_time(long now) {
        assertThat(trust.isWhole(now)).isTrue();
    }

    // A ticker begins anywhere, and may wrap around.
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 5})
    void bytes_soon_after_a_response_break_it_for_a_minute(long now) {
        assertThat(trust.breaks(SOON, now)).isTrue();
        assertThat(trust.isWhole(now)).isFalse();
        assertThat(trust.isWhole(now + MINUTE)).isFalse();
        assertThat(trust.isWhole(now + MINUTE + 1)).isTrue();
        assertThat(trust.breaches()).isEqualTo(1);
    }

    @Test
    void bytes_long_after_a_response_break_nothing() {
        assertThat(trust.breaks(LATE, 0)).isFalse();
        assertThat(trust.isWhole(0)).isTrue();
        assertThat(trust.breaches()).isZero();
    }

    @Test
    void every_breach_counts_and_prolongs_but_only_the_first_is_news() {
        assertThat(trust.breaks(0, 0)).isTrue();
        assertThat(trust.breaks(0, MINUTE)).isFalse();
        assertThat(trust.isWhole(MINUTE + 1)).isFalse();
        assertThat(trust.breaks(0, 2 * MINUTE + 1)).isTrue();
        assertThat(trust.breaches()).isEqualTo(3);
        assertThat(Trust.DISTRUST).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
}
