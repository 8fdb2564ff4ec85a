package io.weir.versus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GainTest {

    @Test
    void it_is_over_when_two_turns_in_a_row_have_not_been_faster() {
        Gain gain = new Gain(70);

        assertThat(gain.isOverWith(50)).isFalse();
        assertThat(gain.isOverWith(34)).isFalse();
        assertThat(gain.isOverWith(33.5)).isFalse();
        assertThat(gain.isOverWith(34)).isTrue();
    }

    @Test
    void one_turn_that_was_disturbed_is_not_the_end() {
        Gain gain = new Gain(70);

        assertThat(gain.isOverWith(90)).isFalse();
        assertThat(gain.isOverWith(50)).isFalse();
        assertThat(gain.isOverWith(60)).isFalse();
        assertThat(gain.isOverWith(55)).isTrue();
    }
}
