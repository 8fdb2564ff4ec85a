package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SocketCountsTest {

    @Test
    void spare_backs_are_an_eighth_and_64_at_least_or_as_many_as_backs() {
        assertThat(spare(10_000)).isEqualTo(1250);
        assertThat(spare(500)).isEqualTo(64);
        assertThat(spare(64)).isEqualTo(64);
        assertThat(spare(1)).isEqualTo(1);
        assertThat(spare(0)).isZero();
    }

    @Test
    void the_most_connections_do_not_overflow() {
        SocketCounts most = new SocketCounts(Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
        assertThat(most.inUse()).isEqualTo(2L * Integer.MAX_VALUE);
        assertThat(most.open()).isEqualTo(2L * Integer.MAX_VALUE + Integer.MAX_VALUE / 8);
    }

    @Test
    void fronts_exchanges_and_backs_are_numbers_of_their_own() {
        SocketCounts most = new SocketCounts(100, 1000, 2);
        assertThat(most.inUse()).isEqualTo(1100);
        assertThat(most.openBacks()).isEqualTo(1125);
        assertThat(most.open()).isEqualTo(1225);
    }

    @Test
    void less_than_none_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketCounts(1, -1, 1))
                .withMessage("backs: -1 (expected: >= 0)");
    }

    private static int spare(int backs) {
        return new SocketCounts(1, backs, 0).spareBacks();
    }
}
