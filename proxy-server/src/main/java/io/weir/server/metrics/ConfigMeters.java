package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import io.weir.time.Ticker;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of reloads, and which configuration runs. Safe for use by any thread. */
final class ConfigMeters {

    private static final double MILLIS_PER_SECOND = 1e3;

    private final MeterRegistry registry;
    private final Map<ReloadResult, Counter> reloads = new EnumMap<>(ReloadResult.class);
    private volatile double lastSuccess = Ticker.wallClockMillis() / MILLIS_PER_SECOND;
    private volatile boolean stale;
    private @Nullable Gauge hash; // guarded by this

    ConfigMeters(MeterRegistry registry) {
        this.registry = registry;
        for (ReloadResult result : ReloadResult.values()) {
            reloads.put(result, reloads(result));
        }
        Readings.gauge(registry, "weir.config.last.success.timestamp", () -> lastSuccess)
                .description("When the running configuration was taken over, or last found to be what the files say")
                .baseUnit("seconds")
                .register(registry);
        Readings.gauge(registry, "weir.config.stale", () -> stale ? 1 : 0)
                .description("1 while the files say something that was refused, and an older configuration runs")
                .register(registry);
    }

    private Counter reloads(ReloadResult result) {
        return Counter.builder("weir.config.reloads")
                .description("Reloads of the configuration, by what became of them")
                .tag("result", result.word())
                .register(registry);
    }

    /** A reload is over. */
    void tell(ReloadOutcome outcome) {
        Objects.requireNonNull(reloads.get(outcome.result())).increment();
        stale = !outcome.result().isCurrent();
        if (outcome.result().isCurrent()) {
            lastSuccess = Ticker.wallClockMillis() / MILLIS_PER_SECOND;
        }
        runs(outcome.hash());
    }

    /** The files of the running configuration have this hash. */
    synchronized void runs(String present) {
        Gauge before = hash;
        if (before != null && present.equals(before.getId().getTag("hash"))) {
            return;
        }
        if (before != null) {
            registry.remove(before);
        }
        hash = Readings.gauge(registry, "weir.config.info", () -> 1)
                .description("Always 1; the hash of the files of the running configuration is in the label")
                .tag("hash", present)
                .register(registry);
    }
}
