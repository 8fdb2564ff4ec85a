package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.reason.Ending;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meters go by the time of what happens. */
final class EventTimeTest {

    // The year 2100: the wall clock was set back since.
    private static final long START_MILLIS = 4_102_444_800_000L;
    private static final long START = Long.MAX_VALUE - 3;

    private final EventTime time = new EventTime(START_MILLIS, START);
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), time);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void it_is_the_time_of_the_latest_event_whichever_is_told_last() {
        assertThat(time.wallTime()).isEqualTo(START_MILLIS);
        time.passes(START + Duration.ofMillis(5).toNanos());
        time.passes(START + Duration.ofMillis(3).toNanos());
        assertThat(time.wallTime()).isEqualTo(START_MILLIS + 5);
    }

    @Test
    void a_maximum_fades_by_it() {
        Timer timer = Timer.builder("weir.test").register(registry);
        timer.record(Duration.ofSeconds(7));
        assertThat(timer.max(TimeUnit.SECONDS)).isEqualTo(7);
        time.passes(START + Duration.ofMinutes(10).toNanos());
        assertThat(timer.max(TimeUnit.SECONDS)).isZero();
    }

    @Test
    void a_maximum_fades_although_the_wall_clock_of_the_exchanges_was_set_back() {
        try (Watched watched = new Watched()) {
            SessionMeters meters = new SessionMeters(registry, watched.settings, time);
            Timer timer = Timer.builder("weir.test").register(registry);
            timer.record(Duration.ofSeconds(7));
            long later = START + Duration.ofMinutes(10).toNanos();
            meters.exchangeEnded(watched.exchange().endedAt(later, Ending.DONE));
            assertThat(timer.max(TimeUnit.SECONDS)).isZero();
        }
    }
}
