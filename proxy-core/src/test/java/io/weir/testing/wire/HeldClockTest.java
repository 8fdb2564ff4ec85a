package io.weir.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeldClockTest {

    @Test
    void it_stands_still_until_it_is_released_and_again_while_it_is_held() {
        HeldClock clock = new HeldClock();
        assertThat(clock.nanos()).isZero();
        clock.hold();
        assertThat(clock.nanos()).isZero();
        clock.release();
        clock.release();
        Scene.await("time to pass", () -> clock.nanos() > 0, () -> "stands still");
        clock.hold();
        long held = clock.nanos();
        assertThat(clock.nanos()).isEqualTo(held);
        clock.release();
        Scene.await("time to pass", () -> clock.nanos() > held, () -> "stands still");
    }
}
