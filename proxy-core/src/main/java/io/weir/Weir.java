package io.weir;

import io.weir.backend.Backend;
import io.weir.backend.Server;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.StalledBuffer;
import io.weir.exchange.Destination;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Route;
import io.weir.http.LocationTemplate;
import io.weir.http.Upgrades;
import io.weir.route.RouteAction;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.route.RouteTimeouts;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Timeouts;
import io.weir.time.RunningClock;
import io.weir.time.Ticker;
import io.weir.transport.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reverse proxy whose buffer memory has a level that it cannot rise above.
 *
 * <p>Runs from {@link #start} to {@link #close}, on threads of its own. Its methods may be called on any thread of the program
 * that embeds it.
 */
public final class Weir implements AutoCloseable {

    private final WeirSettings asked;
    private final WeirSettings started;
    private final BufferPool pool;
    private final Parking parking;
    private final Transport transport;
    private final Ticker ticker;
    private final Generations generations;
    private final Destinations destinations = new Destinations();
    private final Listeners listeners;
    private final Object reloads = new Object();
    private volatile Running running;
    private volatile boolean stopping;

    /** What the present configuration is, and where it listens. */
    private record Running(WeirSettings settings, Map<String, InetSocketAddress> addresses) {}

    private Weir(WeirSettings settings, WeirObservers observers, Ticker ticker) {
        asked = settings;
        int loops = settings.effectiveEventLoops();
        started = settings.withEventLoops(loops);
        running = new Running(started, Map.of());
        this.ticker = ticker;
        pool = allocate(settings.buffers().limits(loops), observers.pool(), ticker);
        parking = new Parking(settings.limits().parkedBytes());
        generations = new Generations(new Generation(0, loops, settings.timeouts(), settings.limits(), Map.of()));
        transport = new Transport(
                loops,
                settings.socketCounts(),
                pool,
                parking,
                generations,
                settings.sockets(),
                editBytes(settings),
                observers.sessions(),
                ticker);
        listeners = new Listeners(transport, generations);
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
        try {
            weir.reload(settings);
            return weir;
        } catch (WeirReloadException cannotListen) {
            weir.close();
            throw new WeirStartException(String.join("; ", cannotListen.reasons()), cannotListen);
        } catch (RuntimeException wrongSettings) {
            weir.close();
            throw wrongSettings;
        }
    }

    /**
     * Takes other settings over while traffic goes on. An exchange that has begun ends under the settings under which it began, and so does a tunnel; the
     * next request of the same client goes by the new ones. A listener with the same address keeps its socket and its backlog; others are opened before
     * anything changes, or closed once the clients in their backlogs are accepted, whose connections end with their present exchanges. A server with the
     * same backend, name and address keeps its slots, connections and counts.
     *
     * <p>Names of servers are looked up again, so this may block for ten seconds. One reload at a time: others wait. Not to be called on an
     * event loop.
     *
     * @return the number of the generation that is current now: 1 for the settings of the start, one more for each reload
     * @throws WeirReloadException if nothing is taken over: because something that the memory sum was made with would change, an address cannot be had,
     *     or Weir was told to stop
     * @throws IllegalArgumentException if a route cannot be made of its settings; nothing is taken over then, either
     */
    public long reload(WeirSettings next) {
        synchronized (reloads) {
            return takeOver(withLoops(next), destinations.prepare(next.backends()));
        }
    }

    // The number of processors may have changed since the start; the number of event loops has not.
    private WeirSettings withLoops(WeirSettings next) {
        return next.eventLoops() == asked.eventLoops() ? next.withEventLoops(started.eventLoops()) : next;
    }

    /** Why {@link #reload} would refuse these settings, as far as can be told without opening sockets; empty if it would not. */
    public synchronized Optional<WeirReloadException> whyNot(WeirSettings next) {
        if (stopping) {
            return Optional.of(new WeirReloadException(WeirReloadException.Cause.STOPPING, List.of("Weir stops")));
        }
        List<String> changed = new ArrayList<>(FixedSettings.changed(started, withLoops(next)));
        int most = started.socketCounts().listeners();
        int together = listeners.together(next.listeners());
        if (changed.isEmpty() && together > most) {
            changed.add("limits.listeners: " + together + " sockets listen while listeners move (running: room for "
                    + most + ")");
        }
        if (!changed.isEmpty()) {
            return Optional.of(new WeirReloadException(WeirReloadException.Cause.NEEDS_RESTART, changed));
        }
        return together + listeners.ending() > most ? Optional.of(noRoom(most, together)) : Optional.empty();
    }

    private WeirReloadException noRoom(int most, int together) {
        int ending = listeners.ending();
        return new WeirReloadException(
                WeirReloadException.Cause.CANNOT_LISTEN,
                List.of("limits.listeners: " + (together + ending) + " sockets would listen (running: room for " + most
                        + "), of which "
                        + ending
                        + " belong to listeners that have gone; these close once the clients in their backlogs are admitted, within"
                        + " timeouts.drain: try again then"));
    }

    // First all that may fail, then all that cannot. The lock keeps a stop away meanwhile, but not while names are
    // looked up.
    private synchronized long takeOver(WeirSettings next, Destinations.Change backends) {
        whyNot(next).ifPresent(refusal -> {
            throw refusal;
        });
        Listeners.Change sockets = listeners.open(next.listeners());
        Generation before = generations.current();
        Generation generation = generationOrNothing(next, before.number() + 1, backends, sockets);
        int editBytes = editBytes(next);
        transport.leaveRoomForEdits(Math.max(editBytes, editBytes(running.settings())));
        destinations.apply(backends, generation.number());
        sockets.endOthers(before);
        generations.replace(generation, ticker.realNanos());
        running = new Running(next, sockets.addresses());
        transport.limitConnections(next.limits().connections());
        sockets.apply();
        transport.leaveServers();
        generations.close(before);
        transport.leaveRoomForEdits(editBytes);
        destinations.of(generationStatus().inUse());
        return generation.number();
    }

    private Generation generationOrNothing(
            WeirSettings next, long number, Destinations.Change backends, Listeners.Change sockets) {
        try {
            return generation(next, number, backends, sockets);
        } catch (RuntimeException | Error failed) {
            // Wrong settings, or no heap for the rules: nobody would accept from these sockets.
            sockets.abandon();
            throw failed;
        }
    }

    private Generation generation(
            WeirSettings next, long number, Destinations.Change backends, Listeners.Change sockets) {
        Map<Listener, ListenerRules> rules = new HashMap<>();
        for (ListenerSettings listener : next.listeners()) {
            rules.put(sockets.listener(listener.name()), rules(listener, next, backends.destinations()));
        }
        return new Generation(number, next.effectiveEventLoops(), next.timeouts(), next.limits(), rules);
    }

    /** What it was told last, with the number of event loops that there are. */
    public WeirSettings settings() {
        return running.settings();
    }

    /** The number of the generation that new exchanges take. */
    public long generation() {
        return generations.current().number();
    }

    /** What it was started with, with the number of event loops worked out: what cannot change while it runs is as it says. */
    public WeirSettings started() {
        return started;
    }

    /** Where a listener listens, with the real port where 0 was asked for. */
    public InetSocketAddress address(String listener) {
        Map<String, InetSocketAddress> addresses = running.addresses();
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
        GenerationStatus generation = generationStatus();
        for (Backend backend : destinations.of(generation.inUse())) {
            backend.known().forEach(server -> servers.add(status(backend, server)));
        }
        return new WeirStatus(
                transport.sessions(),
                running.settings().limits().connections(),
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
                generation,
                servers);
    }

    private GenerationStatus generationStatus() {
        List<Generation> inUse = generations.inUse();
        List<Generation> old = inUse.subList(0, inUse.size() - 1);
        long now = ticker.realNanos();
        return new GenerationStatus(
                inUse.stream().map(Generation::number).toList(),
                old.stream().mapToLong(Generation::exchanges).sum(),
                old.stream().mapToLong(Generation::tunnels).sum(),
                old.isEmpty() ? 0 : old.get(0).ageNanos(now));
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
        stop();
        return transport.drain(settings().timeouts().drain());
    }

    // A reload that opens listeners finishes first, and none begins after it.
    private void stop() {
        stopping = true;
        synchronized (this) {
            // Nothing is taken over now.
        }
    }

    /** Breaks everything off and frees all that it has. */
    @Override
    public void close() {
        stop();
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

    private static ListenerRules rules(
            ListenerSettings listener, WeirSettings of, Map<String, Destination> destinations) {
        return new ListenerRules(
                listener.name(),
                listener.protocol(),
                new RouteTable(listener.routes()),
                listener.routes().stream()
                        .map(route -> route(route, of.timeouts(), destinations))
                        .toList(),
                new Upgrades(listener.upgrades()),
                listener.clients());
    }

    private static Route route(RouteSettings route, Timeouts usual, Map<String, Destination> destinations) {
        boolean isAsForAll = route.timeouts().equals(RouteTimeouts.NONE);
        return new Route(
                target(route.action(), destinations),
                route.edits(),
                route.limits(),
                isAsForAll ? null : usual.with(route.timeouts()));
    }

    private static Route.Target target(RouteAction action, Map<String, Destination> destinations) {
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
                server.isInService(),
                server.weight(),
                server.active(),
                server.maxConnections(),
                backend.waiting(),
                server.idle(),
                server.bound(),
                server.unsolicited());
    }
}
