package io.weir.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenciesTest {

    private static final long MILLI = 1_000_000;

    @Test
    void nothing_measured_is_0() {
        assertThat(new Latencies(10).summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0));
    }

    @Test
    void percentiles_are_of_the_latest_only_and_counts_of_all() {
        Latencies latencies = new Latencies(100);
        for (int i = 0; i < 50; i++) {
            latencies.answered(1_000 * MILLI);
        }
        for (int millis = 1; millis <= 100; millis++) {
            latencies.answered(millis * MILLI);
        }
        latencies.failed();
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(150, 1, 50, 99));
    }
}
