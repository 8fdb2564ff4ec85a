package io.weir.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.weir.GenerationStatus;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolObserver;
import io.weir.server.reload.ReloadOutcome;
import io.weir.session.SessionObserver;
import io.weir.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one proxy.
 *
 * <p>Events are counted as observers report them. Levels are read once at the beginning of a scrape, so that all levels of
 * one scrape are of the same moment.
 */
public final class Metrics implements AutoCloseable {

    /** The text format of Prometheus, which every version of it reads. */
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final EventTime time = new EventTime(Ticker.wallClockMillis(), Ticker.SYSTEM.nanos());
    private final Families families = new Families();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, families, time);
    private final ExpositionFormatWriter format = ExpositionFormats.init().findWriter(CONTENT_TYPE);
    private final int bufferBytes;
    private final PoolMeters pool;
    private final SessionMeters sessions;
    private final ConfigMeters config;
    private final JvmMeters jvm;
    private Supplier<GenerationStatus> generation = () -> new GenerationStatus(List.of(1L), 0, 0, 0);
    private Runnable refresh = () -> {};

    /** Metrics of a proxy of that {@code version} with these settings, of which there are no levels before it is watched. */
    public Metrics(WeirSettings settings, String version) {
        bufferBytes = settings.buffers().size();
        pool = new PoolMeters(registry);
        sessions = new SessionMeters(registry, settings, time);
        config = new ConfigMeters(registry, Ticker::wallClockMillis);
        jvm = new JvmMeters(registry);
        Readings.gauge(registry, "weir.build.info", () -> 1)
                .description("Always 1; the labels have the version of Weir, and that of the Java that it runs on")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    /** What the proxy's pool is to be observed by. */
    public PoolObserver pool() {
        return pool;
    }

    /** What the proxy's sessions are to be observed by. */
    public SessionObserver sessions() {
        return sessions;
    }

    /** Adds the levels of a proxy that runs. */
    public void watch(Supplier<PoolLevel> level, Supplier<WeirStatus> status) {
        Levels levels = new Levels(level, status);
        new LevelMeters(registry, levels).register(bufferBytes);
        ServerMeters servers = new ServerMeters(registry, levels);
        servers.follow();
        generation = () -> status.get().generation();
        refresh = () -> {
            levels.refresh();
            servers.follow();
            sessions.sweep(levels.status().generation());
        };
    }

    /**
     * Adds the series of a configuration that is about to be taken over, so that they are there before the first event. If it is not taken over after all,
     * this is to be called with the one that runs. Series of things that no generation in use has any more are removed by the second scrape or reload that
     * finds them so. One reload at a time.
     */
    public synchronized void follow(WeirSettings next) {
        GenerationStatus present = generation.get();
        sessions.follow(present.current() + 1, next);
        sessions.sweep(present);
    }

    /** Counts a reload that is over. */
    public void reloaded(ReloadOutcome outcome) {
        config.tell(outcome);
    }

    /** Tells that the files of the configuration change at every reading, until {@link #filesSettled} or {@link #reloaded} is called. */
    public void filesUnsettled() {
        config.unsettled();
    }

    /** Tells that the files of the configuration are what the last reload has looked at. */
    public void filesSettled() {
        config.settled();
    }

    /** Tells which configuration runs, from the start on. */
    public void runs(String hash) {
        config.runs(hash);
    }

    /** Adds the number of access log lines that were dropped. */
    public void watchDroppedLines(LongSupplier dropped) {
        Readings.counter(registry, "weir.access.log.dropped", dropped::getAsLong)
                .description("Lines of the access log dropped because standard output did not take them in time")
                .register(registry);
    }

    /** Adds the number of requests to the admin listener that were refused, by reason. */
    public void watchAdminRefusals(Map<String, LongSupplier> byReason) {
        byReason.forEach((reason, count) -> Readings.counter(registry, "weir.admin.refused", count::getAsLong)
                .description("Requests to the admin listener that were refused")
                .tag("reason", reason)
                .register(registry));
    }

    /** Writes all metrics in the text format of Prometheus. Called by one thread at a time. */
    public synchronized void scrape(OutputStream to) throws IOException {
        time.passes(Ticker.SYSTEM.nanos());
        refresh.run();
        config.refresh();
        families.write(to, format);
    }

    /** All meters, as Micrometer knows them. */
    List<Meter> meters() {
        return registry.getMeters();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
