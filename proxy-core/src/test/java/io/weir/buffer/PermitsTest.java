package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Permits.Origin;
import org.junit.jupiter.api.Test;

final class PermitsTest {

    @Test
    void ordinary_permits_are_taken_before_those_of_the_reserve() {
        Permits permits = new Permits(2, 1);

        assertThat(permits.tryTake(true)).isEqualTo(Origin.ORDINARY);
        assertThat(permits.tryTake(true)).isEqualTo(Origin.ORDINARY);
        assertThat(permits.tryTake(true)).isEqualTo(Origin.RESERVE);
        assertThat(permits.tryTake(true)).isEqualTo(Origin.NONE);
    }

    @Test
    void who_may_not_use_the_reserve_finds_nothing_when_only_the_reserve_is_free() {
        Permits permits = new Permits(1, 5);
        permits.tryTake(false);

        assertThat(permits.tryTake(false)).isEqualTo(Origin.NONE);
        assertThat(permits.freeReserve()).isEqualTo(5);
    }

    @Test
    void a_permit_returns_to_where_it_came_from() {
        Permits permits = new Permits(1, 1);
        permits.tryTake(true);
        permits.tryTake(true);

        assertThat(permits.tryGive(Origin.RESERVE)).isTrue();
        assertThat(permits.freeOrdinary()).isZero();
        assertThat(permits.freeReserve()).isEqualTo(1);
        assertThat(permits.tryGive(Origin.ORDINARY)).isTrue();
        assertThat(permits.freeOrdinary()).isEqualTo(1);
        assertThat(permits.free()).isEqualTo(2);
    }

    @Test
    void nothing_is_taken_or_given_without_the_lock_while_somebody_waits() {
        Permits permits = new Permits(1, 1);
        permits.tryTake(false);
        assertThat(permits.tryAddWaiter(false)).isTrue();

        assertThat(permits.noneWaits()).isFalse();
        assertThat(permits.tryTake(true)).isEqualTo(Origin.NONE);
        assertThat(permits.tryGive(Origin.ORDINARY)).isFalse();
        assertThat(permits.tryGive(Origin.RESERVE)).isFalse();
        assertThat(permits.free()).isEqualTo(1);
    }

    @Test
    void nobody_waits_for_what_is_free() {
        Permits permits = new Permits(1, 1);

        assertThat(permits.tryAddWaiter(false)).isFalse();
        assertThat(permits.tryAddWaiter(true)).isFalse();
        permits.tryTake(false);
        assertThat(permits.tryAddWaiter(true)).isFalse();
        assertThat(permits.tryAddWaiter(false)).isTrue();
    }

    @Test
    void what_a_waiter_cannot_use_may_be_taken_past_it() {
        Permits permits = new Permits(1, 1);
        permits.tryTake(false);
        permits.tryAddWaiter(false);

        assertThat(permits.tryTakePastWaiters(false)).isEqualTo(Origin.NONE);
        assertThat(permits.tryTakePastWaiters(true)).isEqualTo(Origin.RESERVE);
        assertThat(permits.tryTakePastWaiters(true)).isEqualTo(Origin.NONE);
    }

    @Test
    void the_lock_free_way_is_open_again_when_the_last_waiter_has_left() {
        Permits permits = new Permits(1, 0);
        permits.tryTake(false);
        permits.tryAddWaiter(false);
        permits.tryAddWaiter(false);
        permits.removeWaiter();
        assertThat(permits.noneWaits()).isFalse();
        permits.removeWaiter();

        assertThat(permits.noneWaits()).isTrue();
        assertThat(permits.tryGive(Origin.ORDINARY)).isTrue();
        assertThat(permits.tryTake(false)).isEqualTo(Origin.ORDINARY);
    }

    @Test
    void full_fields_do_not_run_into_each_other() {
        int most = PoolLimits.MAX_BUFFERS;
        Permits permits = new Permits(most - 1, 1);
        permits.tryTake(false);
        permits.tryGive(Origin.ORDINARY);

        assertThat(permits.freeOrdinary()).isEqualTo(most - 1);
        assertThat(permits.freeReserve()).isEqualTo(1);
        assertThat(permits.noneWaits()).isTrue();

        Permits reserved = new Permits(1, most - 1);
        reserved.take(Origin.ORDINARY);
        for (int i = 0; i < 100_000; i++) {
            assertThat(reserved.tryAddWaiter(false)).isTrue();
        }
        assertThat(reserved.freeOrdinary()).isZero();
        assertThat(reserved.freeReserve()).isEqualTo(most - 1);
        for (int i = 0; i < 100_000; i++) {
            reserved.removeWaiter();
        }
        assertThat(reserved.noneWaits()).isTrue();
    }
}
