package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Limits;
import org.junit.jupiter.api.Test;

final class IdleBoundTest {

    private static final int CONNECTIONS = 100;
    private static final int ALWAYS = 64;

    private int sessions = CONNECTIONS;
    private final IdleBound bound = new IdleBound(CONNECTIONS, () -> sessions);

    @Test
    void an_eighth_of_the_clients_may_wait_and_always_64_or_as_many_as_clients() {
        assertThat(IdleBound.most(10_000)).isEqualTo(1250);
        assertThat(IdleBound.most(500)).isEqualTo(64);
        assertThat(IdleBound.most(64)).isEqualTo(64);
        assertThat(IdleBound.most(1)).isEqualTo(1);
    }

    @Test
    void the_bound_of_the_most_clients_there_can_be_does_not_overflow() {
        assertThat(new IdleBound(Limits.MAX_CONNECTIONS, () -> 0).tryEnter()).isTrue();
    }

    @Test
    void who_finds_no_place_takes_none_and_a_place_left_is_free_again() {
        enter(ALWAYS);
        assertThat(bound.tryEnter()).isFalse();
        assertThat(bound.waiting()).isEqualTo(ALWAYS);
        assertThat(bound.isExceeded()).isFalse();
        bound.leave();
        assertThat(bound.tryEnter()).isTrue();
    }

    @Test
    void so_many_more_may_wait_as_there_could_be_sessions_more() {
        sessions = 60;
        enter(ALWAYS + 40);
        assertThat(bound.tryEnter()).isFalse();
    }

    @Test
    void sessions_that_come_make_those_that_wait_too_many() {
        sessions = 60;
        enter(ALWAYS + 40);
        sessions = 61;
        assertThat(bound.isExceeded()).isTrue();
        bound.leave();
        assertThat(bound.isExceeded()).isFalse();
    }

    private void enter(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(bound.tryEnter()).isTrue();
        }
    }
}
