package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Levels of servers and backends as gauges, which come and go with them. For one thread at a time. */
final class ServerMeters {

    private final MeterGroups groups;
    private final Levels levels;
    private final Map<ServerLevels.Key, MeterGroup> servers = new HashMap<>();
    private final Map<String, MeterGroup> backends = new HashMap<>();

    ServerMeters(MeterRegistry registry, Levels levels) {
        groups = new MeterGroups(registry);
        this.levels = levels;
    }

    /** Registers what is new in the levels, and removes what is gone. */
    void follow() {
        follow(servers, levels.servers(), this::server);
        follow(backends, levels.backends(), this::backend);
    }

    private static <K> void follow(Map<K, MeterGroup> known, Set<K> present, Function<K, MeterGroup> maker) {
        known.entrySet().removeIf(entry -> {
            boolean isGone = !present.contains(entry.getKey());
            if (isGone) {
                entry.getValue().remove();
            }
            return isGone;
        });
        present.forEach(key -> known.computeIfAbsent(key, maker));
    }

    private MeterGroup server(ServerLevels.Key key) {
        OneServer server = new OneServer(key, groups.group());
        server.gauge("weir.server.active", "Exchanges that a server has", ServerLevel::active);
        server.gauge("weir.server.limit", "Exchanges that a server may have; +Inf if any number", ServerLevel::limit);
        server.gauge("weir.server.idle", "Open connections to a server that wait for reuse", ServerLevel::idle);
        server.gauge(
                "weir.server.bound",
                "Open connections to a server that belong to one client's connection and wait for its next request",
                ServerLevel::bound);
        server.gauge("weir.server.weight", "Share of the traffic of a server", ServerLevel::weight);
        server.counter(
                "weir.server.unsolicited",
                "Times a server sent bytes that answer no request, soon after a response",
                ServerLevel::unsolicited);
        return server.group();
    }

    private final class OneServer {

        private final ServerLevels.Key key;
        private final MeterGroup group;
        private final Tags tags;

        OneServer(ServerLevels.Key key, MeterGroup group) {
            this.key = key;
            this.group = group;
            tags = Tags.of("backend", key.backend(), "server", key.server());
        }

        MeterGroup group() {
            return group;
        }

        void gauge(String name, String description, ToDoubleFunction<ServerLevel> value) {
            group.register(registry -> Readings.gauge(registry, name, source(value))
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        void counter(String name, String description, ToDoubleFunction<ServerLevel> value) {
            group.register(registry -> Readings.counter(registry, name, source(value))
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        private DoubleSupplier source(ToDoubleFunction<ServerLevel> value) {
            return () -> value.applyAsDouble(levels.server(key));
        }
    }

    private MeterGroup backend(String backend) {
        MeterGroup group = groups.group();
        group.register(registry -> Readings.gauge(registry, "weir.backend.waiting", () -> levels.waiting(backend))
                .description("Exchanges in line for a slot of a backend's servers")
                .tag("backend", backend)
                .register(registry));
        return group;
    }
}
