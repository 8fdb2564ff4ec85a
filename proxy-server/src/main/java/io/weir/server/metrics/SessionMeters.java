package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.exchange.Timeline;
import io.weir.reason.Reason;
import io.weir.session.SessionObserver;
import io.weir.settings.ListenerSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts and measures sessions, exchanges and connects. An event finds its meters by look-ups that make no garbage. */
final class SessionMeters implements SessionObserver {

    private final MeterRegistry registry;
    private final EventTime time;
    private volatile Map<String, ListenerMeters> listeners = Map.of();
    private volatile Map<String, BackendMeters> backends = Map.of();

    // Below: confined to one thread at a time.
    private Set<String> configuredListeners = Set.of();
    private Set<String> configuredBackends = Set.of();
    private Set<String> silentListeners = Set.of();
    private Set<String> silentBackends = Set.of();

    SessionMeters(MeterRegistry registry, WeirSettings settings, EventTime time) {
        this.registry = registry;
        this.time = time;
        follow(settings);
    }

    /** Adds the meters of a configuration to those that are there. A meter that is there already goes on counting. */
    void follow(WeirSettings settings) {
        Map<String, BackendMeters> allBackends = new HashMap<>(backends);
        for (BackendSettings backend : settings.backends()) {
            allBackends.put(backend.name(), new BackendMeters(registry, backend));
        }
        Map<String, ListenerMeters> allListeners = new HashMap<>();
        listeners.forEach((name, meters) -> allListeners.put(name, meters.with(allBackends.keySet())));
        for (ListenerSettings listener : settings.listeners()) {
            allListeners.put(listener.name(), new ListenerMeters(registry, listener, allBackends.keySet()));
        }
        configuredListeners = allNames(settings.listeners(), ListenerSettings::name);
        configuredBackends = allNames(settings.backends(), BackendSettings::name);
        backends = Map.copyOf(allBackends);
        listeners = Map.copyOf(allListeners);
    }

    private static <T> Set<String> allNames(List<T> settings, Function<T, String> name) {
        return settings.stream().map(name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Forgets, with their series, the listeners that are not configured and have no session, and the backends that are neither configured nor {@code
     * used}. A name goes with the second call in a row that finds it so: the last event of a session may come after the one that says it is closed.
     */
    void forgetOthers(Set<String> used) {
        Set<String> listenersNow = others(listeners.keySet(), configuredListeners);
        listenersNow.removeIf(name -> listener(name).hasSessions());
        Set<String> backendsNow = others(backends.keySet(), configuredBackends);
        backendsNow.removeAll(used);
        Set<String> goneListeners = both(silentListeners, listenersNow);
        Set<String> goneBackends = both(silentBackends, backendsNow);
        silentListeners = listenersNow;
        silentBackends = backendsNow;
        if (!goneListeners.isEmpty() || !goneBackends.isEmpty()) {
            forget(goneListeners, goneBackends);
        }
    }

    private void forget(Set<String> goneListeners, Set<String> goneBackends) {
        Map<String, BackendMeters> leftBackends = new HashMap<>(backends);
        leftBackends.keySet().removeAll(goneBackends);
        Map<String, ListenerMeters> leftListeners = new HashMap<>();
        listeners.forEach((name, meters) -> leftListeners.put(name, meters.with(leftBackends.keySet())));
        leftListeners.keySet().removeAll(goneListeners);
        backends = Map.copyOf(leftBackends);
        listeners = Map.copyOf(leftListeners);
        goneListeners.forEach(name -> Series.removeListener(registry, name));
        goneBackends.forEach(name -> Series.removeBackend(registry, name));
    }

    private static Set<String> others(Set<String> all, Set<String> configured) {
        Set<String> others = new HashSet<>(all);
        others.removeAll(configured);
        return others;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    @Override
    public void sessionOpened(String listener) {
        listener(listener).sessionOpened();
    }

    @Override
    public void sessionRefused(String listener, Reason reason) {
        listener(listener).sessionRefused(reason);
    }

    @Override
    public void sessionClosed(String listener) {
        listener(listener).sessionClosed();
    }

    @Override
    public void exchangeEnded(Timeline timeline) {
        time.passes(timeline.endNanos());
        listener(timeline.listener()).exchangeEnded(timeline);
    }

    @Override
    public void connected(Server server, long tookNanos) {
        backend(server).connected(tookNanos);
    }

    @Override
    public void connectFailed(Server server, Reason reason) {
        backend(server).connectFailed(server.name(), reason);
    }

    private ListenerMeters listener(String name) {
        return Objects.requireNonNull(listeners.get(name), name);
    }

    private BackendMeters backend(Server server) {
        return Objects.requireNonNull(backends.get(server.backend()), server.backend());
    }
}
