package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DescriptorReserveTest {

    @Test
    void a_new_reserve_is_full() {
        Descriptors process = new Descriptors(10);
        assertThat(process.reserve(3).refill()).isTrue();
        assertThat(process.free()).isEqualTo(7);
    }

    @Test
    void what_is_spent_is_free_for_others_and_is_refilled_once_there_are_descriptors() {
        Descriptors process = new Descriptors(3);
        DescriptorReserve reserve = process.reserve(3);
        assertThat(reserve.spend()).isTrue();
        assertThat(process.free()).isEqualTo(1);
        process.take(1);
        assertThat(reserve.refill()).isFalse();
        process.take(-1);
        assertThat(reserve.refill()).isTrue();
        assertThat(process.held()).isEqualTo(3);
    }

    @Test
    void no_more_is_spent_than_is_held() {
        Descriptors process = new Descriptors(1);
        DescriptorReserve reserve = process.reserve(3);
        assertThat(reserve.refill()).isFalse();
        assertThat(reserve.spend()).isTrue();
        assertThat(reserve.spend()).isFalse();
    }

    @Test
    void a_closed_reserve_holds_nothing_and_takes_nothing() {
        Descriptors process = new Descriptors(3);
        DescriptorReserve reserve = process.reserve(3);
        reserve.close();
        reserve.refill();
        assertThat(process.held()).isZero();
    }

    @Test
    void real_sockets_are_opened_and_closed() {
        try (DescriptorReserve reserve = new DescriptorReserve()) {
            for (int i = 0; i < DescriptorReserve.SIZE; i++) {
                assertThat(reserve.spend()).isTrue();
            }
            assertThat(reserve.spend()).isFalse();
            assertThat(reserve.refill()).isTrue();
        }
    }
}
