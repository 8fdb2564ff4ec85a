package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What is counted and measured of the connections to one backend. */
final class BackendMeters {

    /** Why a connect may fail: each has a series from the start. */
    private static final Set<Ending> FAILURES =
            EnumSet.of(Ending.UNKNOWN_SERVER_NAME, Ending.CONNECT_FAILED, Ending.CONNECT_TIMEOUT);

    private final MeterRegistry registry;
    private final String backend;
    private final Timer connects;
    private final Map<String, Map<Reason, Counter>> failuresByServer = new ConcurrentHashMap<>();

    BackendMeters(MeterRegistry registry, BackendSettings settings) {
        this.registry = registry;
        backend = settings.name();
        connects = Buckets.WAIT
                .timer("weir.connect", "Time to connect to a server")
                .tag("backend", backend)
                .register(registry);
        for (ServerSettings server : settings.servers()) {
            failuresByServer.put(server.name(), new ConcurrentHashMap<>());
            FAILURES.forEach(reason -> failures(server.name(), reason));
        }
    }

    void connected(long tookNanos) {
        connects.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void connectFailed(String server, Reason reason) {
        failures(server, reason).increment();
    }

    private Counter failures(String server, Reason reason) {
        // A server may have left since the configuration that is followed.
        return failuresByServer
                .computeIfAbsent(server, unknown -> new ConcurrentHashMap<>())
                .computeIfAbsent(reason, unseen -> register(server, unseen));
    }

    private Counter register(String server, Reason reason) {
        return Counter.builder("weir.connect.failures")
                .description("Attempts to connect to a server that failed")
                .tags("backend", backend, "server", server, "reason", reason.word())
                .register(registry);
    }
}
