package io.weir.server.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** Timers with fixed histogram buckets, so that the number of time series is bounded and buckets can be added up. */
enum Buckets {
    /** Waits inside Weir and connects: mostly nothing, at worst the timeout. */
    WAIT(0.1, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000),
    /** Exchanges, up to long downloads. */
    EXCHANGE(0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

    private final Duration[] bounds;

    Buckets(double... millis) {
        bounds = Arrays.stream(millis)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1_000_000)))
                .toArray(Duration[]::new);
    }

    Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
    }
}
