package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Meters go by the time of what happens. */
final class EventTimeTest {

    private static final long START = 1_000_000;

    private final EventTime time = new EventTime(START);

    @Test
    void it_is_the_time_of_the_latest_event_whichever_is_told_last() {
        assertThat(time.wallTime()).isEqualTo(START);
        time.passes(START + 5);
        time.passes(START + 3);
        assertThat(time.wallTime()).isEqualTo(START + 5);
    }

    @Test
    void a_maximum_fades_by_it() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), time);
        Timer timer = Timer.builder("weir.test").register(registry);
        timer.record(Duration.ofSeconds(7));
        assertThat(timer.max(TimeUnit.SECONDS)).isEqualTo(7);
        time.passes(START + Duration.ofMinutes(10).toMillis());
        assertThat(timer.max(TimeUnit.SECONDS)).isZero();
        registry.close();
    }
}
