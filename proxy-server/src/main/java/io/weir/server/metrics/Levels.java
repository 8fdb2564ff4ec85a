package io.weir.server.metrics;

import io.weir.ServerStatus;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The levels of one moment, which gauges read until the next scrape renews them. Servers and backends are found by name. */
final class Levels {

    private record Moment(
            PoolLevel pool,
            WeirStatus status,
            Map<ServerLevels.Key, ServerLevel> servers,
            Map<String, Integer> waitingByBackend) {}

    private final Supplier<PoolLevel> pool;
    private final Supplier<WeirStatus> status;
    private final ServerLevels servers = new ServerLevels();
    private volatile Moment moment;

    Levels(Supplier<PoolLevel> pool, Supplier<WeirStatus> status) {
        this.pool = pool;
        this.status = status;
        moment = now();
    }

    /** Reads all levels. Called by one thread at a time. */
    void refresh() {
        moment = now();
    }

    private Moment now() {
        WeirStatus present = status.get();
        return new Moment(
                pool.get(),
                present,
                servers.of(present.servers()),
                present.servers().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                ServerStatus::backend, ServerStatus::waiting, (one, same) -> same)));
    }

    PoolLevel pool() {
        return moment.pool();
    }

    WeirStatus status() {
        return moment.status();
    }

    /** All servers that there are. */
    Set<ServerLevels.Key> servers() {
        return moment.servers().keySet();
    }

    /** All backends that there are. */
    Set<String> backends() {
        return moment.waitingByBackend().keySet();
    }

    /** The level of a server; that of none if it is gone. */
    ServerLevel server(ServerLevels.Key key) {
        return moment.servers().getOrDefault(key, ServerLevel.NONE);
    }

    /** How many exchanges wait for a slot of the servers of {@code backend}; 0 if it is gone. */
    int waiting(String backend) {
        return moment.waitingByBackend().getOrDefault(backend, 0);
    }
}
