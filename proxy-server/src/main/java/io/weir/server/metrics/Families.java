package io.weir.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A registry that is written metric by metric. The scrape of the library makes an object for each series of all metrics before it writes the first: as many
 * bytes as a fifth of the meters. Extends the library's class because Micrometer registers with no other. Safe for use by any thread.
 */
final class Families extends PrometheusRegistry {

    private final Set<MultiCollector> collectors = Collections.synchronizedSet(new LinkedHashSet<>());

    @Override
    public void register(MultiCollector collector) {
        super.register(collector);
        collectors.add(collector);
    }

    @Override
    public void unregister(MultiCollector collector) {
        super.unregister(collector);
        collectors.remove(collector);
    }

    /** Writes all of them, in the order in which they were registered. A metric has its values of the moment at which it is written. */
    void write(OutputStream to, ExpositionFormatWriter format) throws IOException {
        for (MultiCollector collector : List.copyOf(collectors)) {
            format.write(to, collector.collect());
        }
    }
}
