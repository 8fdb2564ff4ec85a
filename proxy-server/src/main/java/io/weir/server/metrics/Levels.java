package io.weir.server.metrics;

import io.weir.ServerStatus;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import java.util.function.Supplier;

/** The levels of one moment, which gauges read until the next scrape renews them. */
final class Levels {

    private record Moment(PoolLevel pool, WeirStatus status) {}

    private final Supplier<PoolLevel> pool;
    private final Supplier<WeirStatus> status;
    private volatile Moment moment;

    Levels(Supplier<PoolLevel> pool, Supplier<WeirStatus> status) {
        this.pool = pool;
        this.status = status;
        moment = new Moment(pool.get(), status.get());
    }

    void refresh() {
        moment = new Moment(pool.get(), status.get());
    }

    PoolLevel pool() {
        return moment.pool();
    }

    WeirStatus status() {
        return moment.status();
    }

    ServerStatus server(int index) {
        return moment.status().servers().get(index);
    }
}
