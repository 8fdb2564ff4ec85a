package io.weir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BufferSettingsTest {

    // 2^16 x 2^16 is 2^32, which is 0 in an int: a pool without the reserve that was asked for.
    @Test
    void a_reserve_that_overflows_when_it_is_multiplied_by_the_event_loops_is_refused() {
        BufferSettings settings = new BufferSettings(16, 4096, 1 << 16, 0.5, 0.25);
        assertThatThrownBy(() -> settings.limits(1 << 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("count + reserve: ");
    }
}
