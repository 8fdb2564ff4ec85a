package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.weir.exchange.Timeline;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is counted and measured of one listener. */
final class ListenerMeters implements CountedMeters {

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

    private final MeterGroup group;
    private final String listener;
    private final Counter opened;
    private final Counter closed;
    private final Map<Reason, Counter> refused = new HashMap<>();
    private final Counter received;
    private final Counter sent;
    private final Timer firstByte;
    private final Timer total;
    private final Timer slotWait;

    /** By backend; exchanges that came to none are under the empty name. */
    private final MeterTable<ExchangeCounters> exchanges;

    ListenerMeters(MeterGroups groups, MeterGroup group, String listener) {
        this.group = group;
        this.listener = listener;
        opened = counter("weir.sessions.opened", "Clients that connected");
        closed = counter("weir.sessions.closed", "Connections of clients that are closed");
        REFUSALS.forEach(reason -> refused.put(reason, refused(reason)));
        received = bytes("weir.received", "Bytes received from clients, in exchanges that are over");
        sent = bytes("weir.sent", "Bytes sent to clients, in exchanges that are over");
        firstByte = timer(
                Buckets.EXCHANGE,
                "weir.exchange.first.byte",
                "Time from the first byte of the request to the first byte of the response");
        total = timer(Buckets.EXCHANGE, "weir.exchange", "Time from the first byte of the request to the end");
        slotWait = timer(
                Buckets.WAIT, "weir.slot.wait", "Time in line for a slot of a server, of exchanges that had to wait");
        exchanges =
                new MeterTable<>(groups, (backend, ofBackend) -> new ExchangeCounters(ofBackend, listener, backend));
    }

    /** Registers what may happen by these settings. */
    void expect(ListenerSettings settings) {
        exchanges.get(NO_BACKEND).expect(withoutBackend(settings));
        Set<Outcome> expected = withBackend(settings);
        Configured.reached(settings).forEach(backend -> exchanges.get(backend).expect(expected));
    }

    /** Removes the series of backends that it does not lead to any more. One that is about to go keeps its own until then. */
    void sweep(Configured inUse) {
        if (inUse.hasListener(listener)) {
            exchanges.sweep(backend -> backend.equals(NO_BACKEND) || inUse.leads(listener, backend));
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
        total.record(timeline.totalNanos(), TimeUnit.NANOSECONDS);
        countExchange(timeline);
        received.increment((double) timeline.requestBytes());
        sent.increment((double) timeline.responseBytes());
        if (timeline.timeToFirstByteNanos() != Timeline.NEVER) {
            firstByte.record(timeline.timeToFirstByteNanos(), TimeUnit.NANOSECONDS);
        }
        if (timeline.slotWaitNanos() > 0) {
            slotWait.record(timeline.slotWaitNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void countExchange(Timeline timeline) {
        ExchangeCounters counters;
        do {
            counters = exchanges.get(timeline.backend());
            counters.count(timeline.status(), timeline.reason());
        } while (exchanges.hasLost(timeline.backend(), counters));
    }

    @Override
    public MeterGroup group() {
        return group;
    }

    @Override
    public double events() {
        double refusals = refused.values().stream().mapToDouble(Counter::count).sum();
        return opened.count() + closed.count() + refusals + total.count();
    }

    // Those that are closed are read first, so that one that comes and goes meanwhile does not hide one that is open.
    @Override
    public boolean isBusy() {
        double over = closed.count();
        return opened.count() > over;
    }

    @Override
    public void closeParts() {
        exchanges.close();
    }

    private Counter counter(String name, String description) {
        return group.register(registry -> Counter.builder(name)
                .description(description)
                .tag("listener", listener)
                .register(registry));
    }

    private Counter refused(Ending reason) {
        return group.register(registry -> Counter.builder("weir.sessions.refused")
                .description("Clients that connected and were turned away before anything was answered")
                .tag("listener", listener)
                .tag("reason", reason.word())
                .tag("side", reason.side().word())
                .register(registry));
    }

    private Counter bytes(String name, String description) {
        return group.register(registry -> Counter.builder(name)
                .description(description)
                .baseUnit("bytes")
                .tag("listener", listener)
                .register(registry));
    }

    private Timer timer(Buckets buckets, String name, String description) {
        return group.register(registry ->
                buckets.timer(name, description).tag("listener", listener).register(registry));
    }
}
