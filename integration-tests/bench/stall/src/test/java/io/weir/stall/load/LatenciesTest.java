package io.weir.stall.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatenciesTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "0.001, 1", "0.01, 1", "0.011, 2", "0.5, 50", "0.501, 51", "0.99, 99", "0.991, 100", "1, 100"})
    void a_quantile_is_the_time_that_so_many_stayed_within(double quantile, double millis) {
        Latencies latencies = LatenciesFixture.of(100, downFrom(100));

        assertThat(latencies.millis(quantile)).isEqualTo(millis);
    }

    @Test
    void a_request_without_an_answer_is_slower_than_all_that_have_one() {
        Latencies latencies = LatenciesFixture.of(100, Map.of("not in time", 2), downFrom(98));

        assertThat(latencies.answered()).isEqualTo(98);
        assertThat(latencies.sent()).isEqualTo(100);
        assertThat(latencies.millis(0.98)).isEqualTo(98);
        assertThat(latencies.millis(0.99)).isInfinite();
        assertThat(latencies.millis(1)).isInfinite();
    }

    @Test
    void without_any_answer_every_quantile_is_infinite() {
        assertThat(LatenciesFixture.of(10).millis(0.5)).isInfinite();
        assertThat(LatenciesFixture.of(0).millis(0.5)).isInfinite();
    }

    @Test
    void times_are_told_in_fractions_of_a_millisecond() {
        assertThat(new Latencies(1, new long[] {1_250_000}, Map.of()).millis(1)).isEqualTo(1.25);
    }

    @Test
    void failures_keep_their_reasons_and_cannot_be_changed() {
        Latencies latencies = LatenciesFixture.of(3, Map.of("reset", 2, "closed", 1));

        assertThat(latencies.failures()).containsOnly(Map.entry("reset", 2), Map.entry("closed", 1));
        assertThatThrownBy(latencies.failures()::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    private static long[] downFrom(int most) {
        return LongStream.range(0, most).map(before -> most - before).toArray();
    }
}
