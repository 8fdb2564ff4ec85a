package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SocketSizeTest {

    private static final int KIB = 1024;
    private static final SocketSettings MOST = SocketSettings.DEFAULT;

    @Test
    void each_size_is_half_of_the_one_before_until_less_is_not_to_be_had() {
        assertThat(SocketSize.of(0, MOST)).isEqualTo(new SocketSize(0, 384 * KIB, 640 * KIB));
        assertThat(SocketSize.of(3, MOST)).isEqualTo(new SocketSize(3, 48 * KIB, 80 * KIB));
        assertThat(SocketSize.of(8, MOST)).isEqualTo(new SocketSize(8, 2944, 2560));
        assertThat(SocketSize.of(9, MOST)).isEqualTo(new SocketSize(9, 2944, 2048));
        assertThat(SocketSize.of(9, MOST).isLeast()).isTrue();
        assertThat(SocketSize.of(8, MOST).isLeast()).isFalse();
    }

    /** Measured with 2,000 connections in a control group: memory.kmem.tcp.usage_in_bytes. */
    @Test
    void it_costs_what_the_kernel_was_seen_to_charge_at_most() {
        assertThat(new SocketSize(0, 2304, 1152).bytes()).isEqualTo(8192 + 8192);
        assertThat(new SocketSize(0, 2944, 2048).bytes()).isEqualTo(8192 + 8192);
        assertThat(new SocketSize(0, 4096, 4096).bytes()).isEqualTo(12_288 + 12_288);
        assertThat(new SocketSize(0, 16 * KIB, 16 * KIB).bytes()).isEqualTo(36_864 + 36_864);
        assertThat(new SocketSize(0, 64 * KIB, 64 * KIB).bytes()).isEqualTo(135_168 + 139_264);
    }

    @Test
    void what_is_left_to_the_kernel_costs_nothing_here() {
        assertThat(new SocketSize(0, 0, 64 * KIB).bytes()).isEqualTo(139_264);
        assertThat(new SocketSize(0, 64 * KIB, 0).bytes()).isEqualTo(135_168);
    }
}
