package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IdleBoundTest {

    @Test
    void an_eighth_of_the_clients_may_wait_and_always_64() {
        assertThat(IdleBound.most(10_000)).isEqualTo(1250);
        assertThat(IdleBound.most(1)).isEqualTo(64);
    }

    @Test
    void who_finds_no_place_takes_none_and_a_place_left_is_free_again() {
        IdleBound bound = new IdleBound(1);
        for (int i = 0; i < 64; i++) {
            assertThat(bound.tryEnter()).isTrue();
        }
        assertThat(bound.tryEnter()).isFalse();
        assertThat(bound.waiting()).isEqualTo(64);
        bound.leave();
        assertThat(bound.tryEnter()).isTrue();
    }
}
