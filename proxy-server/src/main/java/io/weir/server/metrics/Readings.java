package io.weir.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/**
 * Meters that read a source at each scrape.
 *
 * <p>Micrometer holds the object that such a meter reads weakly, and its function strongly. A meter whose object is collected keeps
 * its last value for ever. Here the function holds the source, and the object is the registry, which lives as long as anybody scrapes it.
 */
final class Readings {

    private Readings() {}

    /** A level, which {@code source} tells. */
    static Gauge.Builder<?> gauge(MeterRegistry registry, String name, DoubleSupplier source) {
        return Gauge.builder(name, registry, unused -> source.getAsDouble());
    }

    /** A count since the start, which {@code source} tells. */
    static FunctionCounter.Builder<?> counter(MeterRegistry registry, String name, DoubleSupplier source) {
        return FunctionCounter.builder(name, registry, unused -> source.getAsDouble());
    }
}
