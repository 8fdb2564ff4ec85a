package io.weir;

import io.weir.backend.Backend;
import io.weir.backend.Server;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.StalledBuffer;
import io.weir.exchange.Destination;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Route;
import io.weir.http.LocationTemplate;
import io.weir.http.Upgrades;
import io.weir.route.RouteAction;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.route.RouteTimeouts;
import io.weir.settings.ListenerSettings;
import io.weir.time.RunningClock;
import io.weir.time.Ticker;
import io.weir.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reverse proxy whose buffer memory has a level that it cannot rise above.
 *
 * <p>Runs from {@link #start} to {@link #close}, on threads of its own. Its methods may be called on any thread of the program
 * that embeds it.
 */
public final class Weir implements AutoCloseable {

    private final WeirSettings settings;
    private final BufferPool pool;
    private final Parking parking;
    private final Transport transport;
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private volatile boolean stopping;

    private Weir(WeirSettings settings, WeirObservers observers, Ticker ticker) {
        this.settings = settings;
        int loops = settings.effectiveEventLoops();
        pool = allocate(settings.buffers().limits(loops), observers.pool(), ticker);
        parking = new Parking(settings.limits().parkedBytes());
        transport = new Transport(
                loops,
                settings.socketCounts(),
                pool,
                parking,
                settings.timeouts(),
                settings.limits(),
                settings.sockets(),
                editBytes(settings),
                observers.sessions(),
                ticker);
        settings.backends().forEach(backend -> {
            Backend made = new Backend(backend);
            destinations.put(backend.name(), new Destination(made, new WeightedRoundRobin(made)));
        });
    }

    private static int editBytes(WeirSettings settings) {
        return settings.listeners().stream()
                .flatMap(listener -> listener.routes().stream())
                .mapToInt(route -> route.edits().growth())
                .max()
                .orElse(0);
    }

    /** Starts a proxy that nobody observes. */
    public static Weir start(WeirSettings settings) {
        return start(settings, WeirObservers.NONE);
    }

    /**
     * Starts a proxy: allocates all buffers and listens on all addresses.
     *
     * @throws WeirStartException if an address cannot be had, or the memory for the buffers cannot
     */
    public static Weir start(WeirSettings settings, WeirObservers observers) {
        return start(settings, observers, Ticker.SYSTEM);
    }

    /** Starts a proxy whose timers go by {@code ticker}. */
    static Weir start(WeirSettings settings, WeirObservers observers, Ticker ticker) {
        Weir weir = new Weir(settings, observers, ticker);
        for (ListenerSettings listener : settings.listeners()) {
            try {
                weir.addresses.put(listener.name(), weir.transport.listen(listener.bind(), weir.rules(listener)));
            } catch (IOException e) {
                weir.close();
                throw new WeirStartException("listener " + listener.name() + ": " + e.getMessage(), e);
            }
        }
        return weir;
    }

    /** What it was told. */
    public WeirSettings settings() {
        return settings;
    }

    /** Where a listener listens, with the real port where 0 was asked for. */
    public InetSocketAddress address(String listener) {
        InetSocketAddress address = addresses.get(listener);
        if (address == null) {
            throw new IllegalArgumentException(
                    "listener: " + listener + " (expected: one of " + addresses.keySet() + ")");
        }
        return address;
    }

    /** How full the buffer pool is. */
    public PoolLevel buffers() {
        return pool.level();
    }

    /** The buffers that have been stalled longest, at most so many, longest first. */
    public List<StalledBuffer> stalled(int most) {
        return pool.stalled(most);
    }

    /** What it is doing. */
    public WeirStatus status() {
        List<ServerStatus> servers = new ArrayList<>();
        for (Destination destination : destinations.values()) {
            Backend backend = destination.backend();
            backend.servers().forEach(server -> servers.add(status(backend, server)));
        }
        return new WeirStatus(
                transport.sessions(),
                settings.limits().connections(),
                !stopping && transport.isAccepting(),
                transport.isPaused(),
                transport.pauses(),
                transport.shortages(),
                transport.isDraining(),
                parking.usedBytes(),
                parking.limitBytes(),
                transport.tasks(),
                transport.lateTurns(),
                transport.loopLagNanos(),
                transport.unwantedEvents(),
                servers);
    }

    /** Whether new clients should be sent here: true from the start until {@link #drain} or {@link #close} is called. */
    public boolean isReady() {
        return !stopping;
    }

    /**
     * Stops in order, within {@code timeouts.drain}: serves the clients that have connected, tells each that its exchange is the last, and
     * waits until all exchanges have ended. Those that have not by then are broken off, those whose response has not begun by a 503 with
     * reason {@code drain-timeout}. From its return on no client can connect. Blocks, up to two seconds longer than that time.
     *
     * <p>{@link #isReady} is false at once, {@link WeirStatus#draining} is true once every event loop has heard of it.
     *
     * @return how many exchanges were broken off: 0 if all ended by themselves
     */
    public int drain() {
        stopping = true;
        return transport.drain(settings.timeouts().drain());
    }

    /** Breaks everything off and frees all that it has. */
    @Override
    public void close() {
        stopping = true;
        transport.close();
        pool.close();
    }

    private static BufferPool allocate(PoolLimits limits, PoolObserver observer, Ticker ticker) {
        try {
            return new BufferPool(limits, new RunningClock(ticker), observer);
        } catch (OutOfMemoryError e) {
            throw new WeirStartException(
                    "buffers: (" + limits.count() + " + " + limits.reserve() + " in reserve) x " + limits.size()
                            + " bytes = " + limits.bytes() + " bytes of direct memory do not fit: " + e.getMessage(),
                    e);
        }
    }

    private ListenerRules rules(ListenerSettings listener) {
        return new ListenerRules(
                listener.name(),
                listener.protocol(),
                new RouteTable(listener.routes()),
                listener.routes().stream().map(this::route).toList(),
                new Upgrades(listener.upgrades()),
                listener.clients());
    }

    private Route route(RouteSettings route) {
        boolean isAsForAll = route.timeouts().equals(RouteTimeouts.NONE);
        return new Route(
                target(route.action()),
                route.edits(),
                route.limits(),
                isAsForAll ? null : settings.timeouts().with(route.timeouts()));
    }

    private Route.Target target(RouteAction action) {
        if (action instanceof RouteAction.Redirect redirect) {
            return new Route.Redirect(redirect.status(), LocationTemplate.of(redirect.to()));
        }
        if (action instanceof RouteAction.Respond respond) {
            return new Route.Answer(respond.response());
        }
        Destination destination = destinations.get(((RouteAction.Forward) action).backend());
        if (destination == null) {
            throw new IllegalStateException("no backend for " + action);
        }
        return destination;
    }

    private static ServerStatus status(Backend backend, Server server) {
        return new ServerStatus(
                backend.name(),
                server.name(),
                server.address(),
                server.weight(),
                server.active(),
                server.maxConnections(),
                backend.waiting(),
                server.idle(),
                server.bound(),
                server.unsolicited());
    }
}
