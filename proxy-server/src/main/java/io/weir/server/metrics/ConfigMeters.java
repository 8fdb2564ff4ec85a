package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Meters of reloads, of the configuration that runs, and of whether its files say something else. Told by one thread at a time, while another scrapes. */
final class ConfigMeters {

    private static final double MILLIS_PER_SECOND = 1e3;

    /**
     * The configuration that runs.
     *
     * @param hash that of its files; empty if it has none
     * @param successMillis when it was taken over, or last found to be what the files say
     * @param isStale whether the files say something else, which was refused
     */
    private record Running(String hash, long successMillis, boolean isStale) {}

    private final MeterGroups groups;
    private final LongSupplier wallMillis;
    private final Map<ReloadResult, Counter> reloads = new EnumMap<>(ReloadResult.class);
    private volatile Running running;
    private volatile boolean isUnsettled;

    // Of the thread that scrapes.
    private String shownHash = "";
    private MeterGroup shown;

    /** Meters of a program that starts now by {@code wallMillis}, the milliseconds since 1970. */
    ConfigMeters(MeterRegistry registry, LongSupplier wallMillis) {
        groups = new MeterGroups(registry);
        shown = groups.group();
        this.wallMillis = wallMillis;
        running = new Running("", wallMillis.getAsLong(), false);
        for (ReloadResult result : ReloadResult.values()) {
            reloads.put(result, reloads(registry, result));
        }
        Readings.gauge(
                        registry,
                        "weir.config.last.success.timestamp",
                        () -> running.successMillis() / MILLIS_PER_SECOND)
                .description("When the running configuration was taken over, or last found to be what the files say")
                .baseUnit("seconds")
                .register(registry);
        Readings.gauge(registry, "weir.config.stale", () -> running.isStale() || isUnsettled ? 1 : 0)
                .description(
                        "1 while the files say something that was refused, or change at every reading, and an older configuration runs")
                .register(registry);
    }

    private static Counter reloads(MeterRegistry registry, ReloadResult result) {
        return Counter.builder("weir.config.reloads")
                .description("Reloads of the configuration, by what became of them")
                .tag("result", result.word())
                .register(registry);
    }

    /** A reload is over. */
    void tell(ReloadOutcome outcome) {
        Running before = running;
        isUnsettled = false;
        running = outcome.result().isCurrent()
                ? new Running(outcome.hash(), wallMillis.getAsLong(), false)
                : new Running(before.hash(), before.successMillis(), true);
        Objects.requireNonNull(reloads.get(outcome.result())).increment();
    }

    /** The files change at every reading, so that none of their states is reloaded. Any thread. */
    void unsettled() {
        isUnsettled = true;
    }

    /** The files are what the last reload has looked at. Any thread. */
    void settled() {
        isUnsettled = false;
    }

    /** The files of the running configuration have this hash. */
    void runs(String present) {
        running = new Running(present, running.successMillis(), running.isStale());
    }

    /** Shows the hash of the running configuration and no other, so that each scrape has exactly one. */
    void refresh() {
        String hash = running.hash();
        if (!hash.equals(shownHash)) {
            shown.remove();
            shown = groups.group();
            show(hash);
            shownHash = hash;
        }
    }

    private void show(String hash) {
        shown.register(registry -> Readings.gauge(registry, "weir.config.info", () -> 1)
                .description("Always 1; the hash of the files of the running configuration is in the label")
                .tag("hash", hash)
                .register(registry));
    }
}
