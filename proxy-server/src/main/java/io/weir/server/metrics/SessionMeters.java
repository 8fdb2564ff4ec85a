package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.exchange.Timeline;
import io.weir.reason.Reason;
import io.weir.session.SessionObserver;
import io.weir.settings.ListenerSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Counts and measures sessions, exchanges and connects. An event finds its meters by look-ups that make no garbage. */
final class SessionMeters implements SessionObserver {

    private final EventTime time;
    private final Map<String, ListenerMeters> listeners;
    private final Map<String, BackendMeters> backends;

    SessionMeters(MeterRegistry registry, WeirSettings settings, EventTime time) {
        this.time = time;
        List<String> backendNames =
                settings.backends().stream().map(BackendSettings::name).toList();
        listeners = settings.listeners().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ListenerSettings::name, listener -> new ListenerMeters(registry, listener, backendNames)));
        backends = settings.backends().stream()
                .collect(Collectors.toUnmodifiableMap(
                        BackendSettings::name, backend -> new BackendMeters(registry, backend)));
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
