package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.weir.ServerStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Levels of servers and backends, as gauges that come and go with them. A server is known by the names of its backend and itself: of two with the same
 * names, of which one has left and finishes what it has, the series tell the sum. Confined to one thread at a time.
 */
final class ServerMeters {

    private final MeterRegistry registry;
    private final Levels levels;
    private final Set<Levels.ServerKey> servers = new HashSet<>();
    private final Set<String> backends = new HashSet<>();

    ServerMeters(MeterRegistry registry, Levels levels) {
        this.registry = registry;
        this.levels = levels;
    }

    /** Adds the series of what has come since the last call, and removes those of what is gone. */
    void follow() {
        Set<Levels.ServerKey> present = levels.servers();
        for (Levels.ServerKey key : present) {
            if (servers.add(key)) {
                server(key);
            }
            if (backends.add(key.backend())) {
                backend(key.backend());
            }
        }
        servers.removeIf(key -> !present.contains(key) && removed(key));
        backends.removeIf(name -> !levels.hasBackend(name) && removed(name));
    }

    private boolean removed(Levels.ServerKey gone) {
        Series.removeServer(registry, gone.backend(), gone.server());
        return true;
    }

    private boolean removed(String backend) {
        Series.removeBackend(registry, backend);
        return true;
    }

    private void server(Levels.ServerKey key) {
        Tags tags = Tags.of("backend", key.backend(), "server", key.server());
        gauge(key, "weir.server.active", "Exchanges that a server has", ServerStatus::active, tags);
        gauge(
                key,
                "weir.server.limit",
                "Exchanges that a server may have; +Inf if any number",
                ServerMeters::limit,
                tags);
        gauge(key, "weir.server.idle", "Open connections to a server that wait for reuse", ServerStatus::idle, tags);
        gauge(
                key,
                "weir.server.bound",
                "Open connections to a server that belong to one client's connection and wait for its next request",
                ServerStatus::bound,
                tags);
        gauge(key, "weir.server.weight", "Share of the traffic of a server", ServerMeters::weight, tags);
        Readings.counter(registry, "weir.server.unsolicited", () -> levels.server(key, ServerStatus::unsolicited))
                .description("Times a server sent bytes that answer no request, soon after a response")
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            Levels.ServerKey key, String name, String description, ToDoubleFunction<ServerStatus> value, Tags tags) {
        Readings.gauge(registry, name, () -> levels.server(key, value))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void backend(String backend) {
        Readings.gauge(registry, "weir.backend.waiting", () -> levels.waiting(backend))
                .description("Exchanges in line for a slot of a backend's servers")
                .tag("backend", backend)
                .register(registry);
    }

    // A server that has left takes nothing: it adds nothing to what one of the same name may have.
    private static double limit(ServerStatus server) {
        if (!server.inService()) {
            return 0;
        }
        return server.maxConnections() == 0 ? Double.POSITIVE_INFINITY : server.maxConnections();
    }

    private static double weight(ServerStatus server) {
        return server.inService() ? server.weight() : 0;
    }
}
