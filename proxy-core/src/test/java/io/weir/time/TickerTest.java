package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TickerTest {

    @Test
    void the_monotonic_clock_never_goes_back() {
        long before = Ticker.SYSTEM.nanos();
        long after = Ticker.SYSTEM.nanos();

        assertThat(after - before).isNotNegative();
    }

    @Test
    void the_wall_clock_is_later_than_this_line_was_written() {
        assertThat(Ticker.wallClockMillis()).isGreaterThan(1_750_000_000_000L);
    }
}
