package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoolLimitsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0       | 2       | 16384    | 0  | count: 0 (expected: >= 1)
                    -1      | 2       | 16384    | 0  | count: -1 (expected: >= 1)
                    1       | -1      | 16384    | 0  | reserve: -1 (expected: >= 0)
                    1048575 | 1       | 16384    | 0  | count + reserve: 1048576 (expected: <= 1048575)
                    1       | 2147483647 | 16384 | 0  | count + reserve: 2147483648 (expected: <= 1048575)
                    1       | 0       | 1023     | 0  | size: 1023 (expected: 1024 to 16777216 bytes)
                    1       | 0       | 16777217 | 0  | size: 16777217 (expected: 1024 to 16777216 bytes)
                    4       | 0       | 16384    | -1 | stallQuota: -1 (expected: 0 to count)
                    4       | 0       | 16384    | 5  | stallQuota: 5 (expected: 0 to count)
                    """)
    void a_bound_out_of_range_is_refused_with_its_value(
            int count, int reserve, int size, int stallQuota, String message) {
        assertThatThrownBy(() -> new PoolLimits(count, reserve, size, stallQuota))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void the_share_of_a_client_is_part_of_the_quota() {
        assertThat(new PoolLimits(4, 0, 1024, 2).clientQuota()).isEqualTo(2);
        assertThatThrownBy(() -> new PoolLimits(4, 0, 1024, 2, 3))
                .hasMessage("clientQuota: 3 (expected: 0 to stallQuota)");
        assertThatThrownBy(() -> new PoolLimits(4, 0, 1024, 2, -1))
                .hasMessage("clientQuota: -1 (expected: 0 to stallQuota)");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1024, 0", "1048575, 0, 1024, 1048575", "1, 1048574, 16777216, 1"})
    void the_extremes_are_legal(int count, int reserve, int size, int stallQuota) {
        PoolLimits limits = new PoolLimits(count, reserve, size, stallQuota);

        assertThat(limits.total()).isEqualTo(count + reserve);
    }

    @Test
    void the_stall_quota_is_half_of_the_ordinary_buffers_unless_said_otherwise() {
        assertThat(PoolLimits.of(500, 4, 16384).stallQuota()).isEqualTo(250);
        assertThat(PoolLimits.of(1, 4, 16384).stallQuota()).isZero();
    }

    @Test
    void memory_counts_the_reserve_and_does_not_overflow() {
        assertThat(PoolLimits.of(1_000_000, 48_575, 16 << 20).bytes()).isEqualTo(1_048_575L * (16 << 20));
    }
}
