package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.weir.exchange.Timeline;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is counted and measured of one listener. */
final class ListenerMeters {

    private static final String NO_BACKEND = "";

    /** Why a client may be turned away before it is a session. */
    private static final Set<Ending> REFUSALS = EnumSet.of(
            Ending.CLIENT_LIMIT,
            Ending.PROXY_PROTOCOL_UNTRUSTED,
            Ending.PROXY_PROTOCOL_BAD,
            Ending.REQUEST_HEAD_TIMEOUT,
            Ending.BUFFER_TIMEOUT,
            Ending.PARKING_FULL,
            Ending.CLIENT_EVICTED);

    private final MeterRegistry registry;
    private final ListenerSettings settings;
    private final Counter opened;
    private final Counter closed;
    private final Map<Reason, Counter> refused = new HashMap<>();
    private final Counter received;
    private final Counter sent;
    private final Timer firstByte;
    private final Timer total;
    private final Timer slotWait;

    /** By backend; exchanges that came to none are under the empty name. */
    private final Map<String, ExchangeCounters> exchanges = new HashMap<>();

    ListenerMeters(MeterRegistry registry, ListenerSettings settings, Set<String> backends) {
        this.registry = registry;
        this.settings = settings;
        String listener = settings.name();
        opened = counter(registry, "weir.sessions.opened", "Clients that connected", listener);
        closed = counter(registry, "weir.sessions.closed", "Connections of clients that are closed", listener);
        for (Ending reason : REFUSALS) {
            refused.put(reason, refused(registry, listener, reason));
        }
        received =
                bytes(registry, "weir.received", "Bytes received from clients, in exchanges that are over", listener);
        sent = bytes(registry, "weir.sent", "Bytes sent to clients, in exchanges that are over", listener);
        firstByte = timer(
                registry,
                "weir.exchange.first.byte",
                "Time from the first byte of the request to the first byte of the response",
                listener);
        total = timer(registry, "weir.exchange", "Time from the first byte of the request to the end", listener);
        slotWait = Buckets.WAIT
                .timer("weir.slot.wait", "Time in line for a slot of a server, of exchanges that had to wait")
                .tag("listener", listener)
                .register(registry);
        exchanges.put(NO_BACKEND, new ExchangeCounters(registry, listener, NO_BACKEND, withoutBackend(settings)));
        Set<String> reached = settings.routes().stream()
                .flatMap(route -> route.backend().stream())
                .collect(Collectors.toSet());
        for (String name : backends) {
            Set<Outcome> expected = reached.contains(name) ? withBackend(settings) : Set.of();
            exchanges.put(name, new ExchangeCounters(registry, listener, name, expected));
        }
    }

    private static Set<Outcome> withoutBackend(ListenerSettings settings) {
        return settings.protocol() == Protocol.TCP ? Set.of() : Outcome.withoutBackend();
    }

    private static Set<Outcome> withBackend(ListenerSettings settings) {
        if (settings.protocol() == Protocol.TCP) {
            return Outcome.ofRelays();
        }
        Set<Outcome> expected = Outcome.withBackend();
        if (!settings.upgrades().isEmpty()) {
            expected.addAll(Outcome.ofTunnels());
        }
        return expected;
    }

    /** The same listener, which may have exchanges with these backends. The counters are the same. */
    ListenerMeters with(Set<String> backends) {
        return backends.equals(exchanges.keySet().stream()
                        .filter(name -> !name.equals(NO_BACKEND))
                        .collect(Collectors.toSet()))
                ? this
                : new ListenerMeters(registry, settings, backends);
    }

    /** Whether a client is connected. */
    boolean hasSessions() {
        return opened.count() != closed.count();
    }

    void sessionOpened() {
        opened.increment();
    }

    void sessionRefused(Reason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void sessionClosed() {
        closed.increment();
    }

    void exchangeEnded(Timeline timeline) {
        Objects.requireNonNull(exchanges.get(timeline.backend()), timeline.backend())
                .count(timeline.status(), timeline.reason());
        received.increment((double) timeline.requestBytes());
        sent.increment((double) timeline.responseBytes());
        total.record(timeline.totalNanos(), TimeUnit.NANOSECONDS);
        if (timeline.timeToFirstByteNanos() != Timeline.NEVER) {
            firstByte.record(timeline.timeToFirstByteNanos(), TimeUnit.NANOSECONDS);
        }
        if (timeline.slotWaitNanos() > 0) {
            slotWait.record(timeline.slotWaitNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String listener) {
        return Counter.builder(name)
                .description(description)
                .tag("listener", listener)
                .register(registry);
    }

    private static Counter refused(MeterRegistry registry, String listener, Ending reason) {
        return Counter.builder("weir.sessions.refused")
                .description("Clients that connected and were turned away before anything was answered")
                .tag("listener", listener)
                .tag("reason", reason.word())
                .tag("side", reason.side().word())
                .register(registry);
    }

    private static Counter bytes(MeterRegistry registry, String name, String description, String listener) {
        return Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tag("listener", listener)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description, String listener) {
        return Buckets.EXCHANGE
                .timer(name, description)
                .tag("listener", listener)
                .register(registry);
    }
}
