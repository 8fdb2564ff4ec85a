package io.weir.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Takes the series of what is gone out of a registry. */
final class Series {

    private Series() {}

    /** Removes all series of a listener. */
    static void removeListener(MeterRegistry registry, String listener) {
        remove(registry, "listener", listener, "", "");
    }

    /** Removes all series of a backend and of its servers. */
    static void removeBackend(MeterRegistry registry, String backend) {
        remove(registry, "backend", backend, "", "");
    }

    /** Removes all series of a server. */
    static void removeServer(MeterRegistry registry, String backend, String server) {
        remove(registry, "backend", backend, "server", server);
    }

    private static void remove(MeterRegistry registry, String key, String value, String otherKey, String other) {
        List<Meter> gone = registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(key)))
                .filter(meter ->
                        otherKey.isEmpty() || other.equals(meter.getId().getTag(otherKey)))
                .toList();
        gone.forEach(registry::remove);
    }
}
