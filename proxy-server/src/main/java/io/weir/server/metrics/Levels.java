package io.weir.server.metrics;

import io.weir.ServerStatus;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The levels of one moment, which gauges read until the next scrape renews them. */
final class Levels {

    /** A server as its series know it. */
    record ServerKey(String backend, String server) {

        static ServerKey of(ServerStatus server) {
            return new ServerKey(server.backend(), server.name());
        }
    }

    private record Moment(PoolLevel pool, WeirStatus status, Map<ServerKey, List<ServerStatus>> servers) {

        static Moment of(PoolLevel pool, WeirStatus status) {
            return new Moment(
                    pool,
                    status,
                    status.servers().stream()
                            .collect(Collectors.groupingBy(ServerKey::of, LinkedHashMap::new, Collectors.toList())));
        }
    }

    private final Supplier<PoolLevel> pool;
    private final Supplier<WeirStatus> status;
    private volatile Moment moment;

    Levels(Supplier<PoolLevel> pool, Supplier<WeirStatus> status) {
        this.pool = pool;
        this.status = status;
        moment = Moment.of(pool.get(), status.get());
    }

    void refresh() {
        moment = Moment.of(pool.get(), status.get());
    }

    PoolLevel pool() {
        return moment.pool();
    }

    WeirStatus status() {
        return moment.status();
    }

    /** The servers of all configurations that are in use. */
    Set<ServerKey> servers() {
        return moment.servers().keySet();
    }

    /** The backends of them. */
    Set<String> backends() {
        return servers().stream().map(ServerKey::backend).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean hasBackend(String name) {
        return servers().stream().anyMatch(key -> key.backend().equals(name));
    }

    /** The sum of a figure of the servers of that key; NaN if there is none. */
    double server(ServerKey key, ToDoubleFunction<ServerStatus> value) {
        List<ServerStatus> known = moment.servers().get(key);
        return known == null ? Double.NaN : known.stream().mapToDouble(value).sum();
    }

    /** How many exchanges wait for a slot of a backend; NaN if there is no such backend. */
    double waiting(String backend) {
        return moment.status().servers().stream()
                .filter(server -> server.backend().equals(backend))
                .mapToDouble(ServerStatus::waiting)
                .findFirst()
                .orElse(Double.NaN);
    }
}
