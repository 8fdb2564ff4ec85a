package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the connects to one server that failed, by reason. */
final class ConnectFailures implements CountedMeters {

    /** Why a connect may fail: each has a series from the start. */
    private static final Set<Ending> EXPECTED =
            EnumSet.of(Ending.UNKNOWN_SERVER_NAME, Ending.CONNECT_FAILED, Ending.CONNECT_TIMEOUT);

    private final MeterGroup group;
    private final String backend;
    private final String server;
    private final Map<Reason, Counter> byReason = new ConcurrentHashMap<>();

    ConnectFailures(MeterGroup group, String backend, String server) {
        this.group = group;
        this.backend = backend;
        this.server = server;
        EXPECTED.forEach(this::counter);
    }

    void count(Reason reason) {
        counter(reason).increment();
    }

    private Counter counter(Reason reason) {
        Counter found = byReason.get(reason);
        return found == null ? register(reason) : found;
    }

    // Twice at the same time is the same counter.
    private Counter register(Reason reason) {
        Counter counter = group.register(registry -> Counter.builder("weir.connect.failures")
                .description("Attempts to connect to a server that failed")
                .tags("backend", backend, "server", server, "reason", reason.word())
                .register(registry));
        byReason.put(reason, counter);
        return counter;
    }

    @Override
    public MeterGroup group() {
        return group;
    }

    @Override
    public double events() {
        return byReason.values().stream().mapToDouble(Counter::count).sum();
    }
}
