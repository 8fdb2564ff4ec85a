package io.weir.server.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.GenerationStatus;
import io.weir.WeirSettings;
import io.weir.backend.Server;
import io.weir.exchange.Timeline;
import io.weir.reason.Reason;
import io.weir.session.SessionObserver;

/**
 * Counts and measures sessions, exchanges and connects. An event finds its meters by look-ups that make no garbage and take no lock. An event of a thing
 * that has no meters makes them.
 */
final class SessionMeters implements SessionObserver {

    private final EventTime time;
    private final MeterTable<ListenerMeters> listeners;
    private final MeterTable<BackendMeters> backends;
    private final Object lock;

    @GuardedBy("lock")
    private final Configurations configurations = new Configurations();

    /** Meters of a proxy whose first generation has these settings. */
    SessionMeters(MeterRegistry registry, WeirSettings settings, EventTime time) {
        this.time = time;
        MeterGroups groups = new MeterGroups(registry);
        lock = groups.lock();
        listeners = new MeterTable<>(groups, (name, group) -> new ListenerMeters(groups, group, name));
        backends = new MeterTable<>(groups, (name, group) -> new BackendMeters(groups, group, name));
        follow(1, settings);
    }

    /**
     * Registers what the configuration of a generation has that is about to be current: its series begin with 0. A configuration that had that number
     * before is given up.
     */
    void follow(long generation, WeirSettings settings) {
        synchronized (lock) {
            configurations.add(generation, Configured.by(settings));
            settings.listeners()
                    .forEach(listener -> listeners.get(listener.name()).expect(listener));
            settings.backends().forEach(backend -> backends.get(backend.name()).expect(backend));
        }
    }

    /** Removes the series of things that no generation in use has, if the sweep before found them unused as well. */
    void sweep(GenerationStatus status) {
        synchronized (lock) {
            configurations.keep(status);
            Configured inUse = configurations.union();
            listeners.sweep(inUse::hasListener);
            listeners.forEach(listener -> listener.sweep(inUse));
            backends.sweep(inUse::hasBackend);
            backends.forEach(backend -> backend.sweep(inUse));
        }
    }

    @Override
    public void sessionOpened(String listener) {
        ListenerMeters meters;
        do {
            meters = listeners.get(listener);
            meters.sessionOpened();
        } while (listeners.hasLost(listener, meters));
    }

    @Override
    public void sessionRefused(String listener, Reason reason) {
        ListenerMeters meters;
        do {
            meters = listeners.get(listener);
            meters.sessionRefused(reason);
        } while (listeners.hasLost(listener, meters));
    }

    @Override
    public void sessionClosed(String listener) {
        ListenerMeters meters;
        do {
            meters = listeners.get(listener);
            meters.sessionClosed();
        } while (listeners.hasLost(listener, meters));
    }

    @Override
    public void exchangeEnded(Timeline timeline) {
        time.passes(timeline.endNanos());
        ListenerMeters meters;
        do {
            meters = listeners.get(timeline.listener());
            meters.exchangeEnded(timeline);
        } while (listeners.hasLost(timeline.listener(), meters));
    }

    @Override
    public void connected(Server server, long tookNanos) {
        BackendMeters meters;
        do {
            meters = backends.get(server.backend());
            meters.connected(tookNanos);
        } while (backends.hasLost(server.backend(), meters));
    }

    @Override
    public void connectFailed(Server server, Reason reason) {
        BackendMeters meters;
        do {
            meters = backends.get(server.backend());
            meters.connectFailed(server.name(), reason);
        } while (backends.hasLost(server.backend(), meters));
    }
}
