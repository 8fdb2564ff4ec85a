package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OccasionTest {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE})
    void it_comes_at_once_and_then_once_per_period(long origin) {
        HandTicker ticker = new HandTicker(origin);
        Occasion occasion = new Occasion(ticker, PERIOD);
        for (int i = 0; i < 3; i++) {
            assertThat(occasion.take()).isTrue();
            assertThat(occasion.take()).isFalse();
            ticker.advance(PERIOD.minusNanos(1));
            assertThat(occasion.take()).isFalse();
            ticker.advance(1);
        }
        ticker.advance(PERIOD.multipliedBy(10));
        assertThat(occasion.take()).isTrue();
        assertThat(occasion.take()).isFalse();
    }
}
