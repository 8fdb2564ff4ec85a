package io.weir.server.metrics;

import io.micrometer.core.instrument.Timer;
import io.weir.backend.BackendSettings;
import io.weir.reason.Reason;
import java.util.concurrent.TimeUnit;

/** What is counted and measured of the connections to one backend. */
final class BackendMeters implements CountedMeters {

    private final MeterGroup group;
    private final String backend;
    private final Timer connects;
    private final MeterTable<ConnectFailures> failuresByServer;

    BackendMeters(MeterGroups groups, MeterGroup group, String backend) {
        this.group = group;
        this.backend = backend;
        connects = group.register(registry -> Buckets.WAIT
                .timer("weir.connect", "Time to connect to a server")
                .tag("backend", backend)
                .register(registry));
        failuresByServer =
                new MeterTable<>(groups, (server, ofServer) -> new ConnectFailures(ofServer, backend, server));
    }

    /** Registers what may happen by these settings. */
    void expect(BackendSettings settings) {
        settings.servers().forEach(server -> failuresByServer.get(server.name()));
    }

    void connected(long tookNanos) {
        connects.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void connectFailed(String server, Reason reason) {
        ConnectFailures failures;
        do {
            failures = failuresByServer.get(server);
            failures.count(reason);
        } while (failuresByServer.hasLost(server, failures));
    }

    /** Removes the series of servers that it does not have any more. One that is about to go keeps its own until then. */
    void sweep(Configured inUse) {
        if (inUse.hasBackend(backend)) {
            failuresByServer.sweep(server -> inUse.hasServer(backend, server));
        }
    }

    @Override
    public MeterGroup group() {
        return group;
    }

    @Override
    public double events() {
        return connects.count() + failuresByServer.events();
    }

    @Override
    public void closeParts() {
        failuresByServer.close();
    }
}
