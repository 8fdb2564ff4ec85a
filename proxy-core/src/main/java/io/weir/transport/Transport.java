package io.weir.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.concurrent.Future;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.connection.FrontConnection;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.LoopResources;
import io.weir.http.AddressText;
import io.weir.reason.Ending;
import io.weir.session.Front;
import io.weir.session.FrontFactory;
import io.weir.session.SessionLoop;
import io.weir.session.SessionObserver;
import io.weir.socket.BackCount;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.socket.SocketSize;
import io.weir.time.Occasion;
import io.weir.time.Ticker;
import io.weir.time.TurnWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Event loops, listeners and connections of one Weir. Its methods may be called on any thread but an event loop. */
public final class Transport implements AutoCloseable {

    /** File descriptors that are kept back, beside those of listeners, event loops and connections. */
    public static final int RESERVED_DESCRIPTORS = DescriptorReserve.SIZE;

    private static final ChannelOption<Boolean> REUSE_PORT = NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    // Clients can cause shortages at will: the log tells of them once a minute at most, the metric of all.
    private static final Duration LOG_SHORTAGE_EVERY = Duration.ofMinutes(1);

    private final TrafficLoops loops;
    private final Map<TrafficLoop, SessionLoop> sessions = new HashMap<>();
    private final List<IdleConnections> idle = new ArrayList<>();
    private final List<ListenerChannel> listeners = new CopyOnWriteArrayList<>();
    private final Generations generations;
    private final Ticker ticker;
    private final DescriptorReserve reserve = new DescriptorReserve();
    private final Admission admission;
    private final ClientConnections clients;
    private final SessionObserver observer;
    private final SocketSettings settings;
    private final Sockets sockets;
    private final Backlog backlog;
    private final AtomicLong sessionNumbers = new AtomicLong();
    private final Drain drain;

    /**
     * Starts {@code count} event loops, which carry traffic in the buffers of {@code pool}. Their timers go by {@code ticker}.
     *
     * @param most the most sockets of each kind
     * @param generations what exchanges go by; their event loops are as many as these
     * @param editBytes how many bytes longer the edits of a route make a head at most
     */
    public Transport(
            int count,
            SocketCounts most,
            BufferPool pool,
            Parking parking,
            Generations generations,
            SocketSettings sockets,
            int editBytes,
            SessionObserver observer,
            Ticker ticker) {
        settings = sockets;
        this.ticker = ticker;
        this.generations = generations;
        admission = new Admission(most.fronts(), reserve, new Occasion(ticker, LOG_SHORTAGE_EVERY));
        clients = new ClientConnections();
        this.observer = observer;
        this.sockets = new Sockets(new SocketBudget(sockets, most), admission::open);
        backlog = new Backlog(this.sockets, most.listeners());
        BackCount backs = new BackCount(most);
        loops = TrafficLoops.of(count, pool, parking, ticker);
        for (TrafficLoop loop : loops.all()) {
            BackConnector connector =
                    new BackConnector(loop, this.sockets, backs, generations, admission, this::trimIdle);
            idle.add(connector.idle());
            sessions.put(
                    loop,
                    new SessionLoop(
                            new LoopResources(
                                    sessions.size(), loop.timers(), pool, parking, loop::tryExecute, observer),
                            connector,
                            editBytes,
                            generations.current().limits().fields(),
                            observer));
            loop.start();
            repeat(loop, connector.idle()::trim, SWEEP_EVERY);
        }
        TrafficLoop first = loops.all().get(0);
        repeat(first, pool::sweep, SWEEP_EVERY);
        repeat(first, backlog::fit, SWEEP_EVERY);
        repeat(first, admission::retry, SWEEP_EVERY);
        repeat(first, backs::nextPeriod, Duration.ofSeconds(BackCount.PERIOD_SECONDS));
        repeat(first, new PressureWatch(pool, admission, generations), PressureWatch.PERIOD);
        sessions.forEach((loop, ofLoop) -> repeat(loop, ofLoop::lookForResets, LOOK_EVERY));
        repeat(first, this::endOldGenerations, SWEEP_EVERY);
        drain = new Drain(this.listeners, sessions, admission);
    }

    private void endOldGenerations() {
        // Called without a limit too: the call forgets generations that are over.
        List<Generation> inUse = generations.old();
        Generation current = generations.current();
        long limit = current.timeouts().oldGeneration().toNanos();
        long now = ticker.realNanos();
        int tooMany = inUse.size() + 1 - current.limits().generations();
        for (int i = 0; i < inUse.size(); i++) {
            Generation old = inUse.get(i);
            if (i < tooMany || (limit > 0 && old.ageNanos(now) >= limit)) {
                sessions.forEach((loop, ofLoop) -> loop.tryExecute(() -> ofLoop.cutShort(old, Ending.OLD_GENERATION)));
            }
        }
    }

    // A task that throws is not scheduled again: it must not end because of a bug.
    private static void repeat(TrafficLoop loop, Runnable task, Duration period) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                loop.onBug(e);
            }
        };
        loop.scheduleWithFixedDelay(guarded, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Begins to listen. Clients wait in the kernel's backlog until {@link Listening#accept}.
     *
     * @throws IOException if the address cannot be had
     */
    public Listening listen(InetSocketAddress bind, Listener listener) throws IOException {
        PresentListener present = new PresentListener(listener);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.next(), loops)
                .channelFactory(() -> new ListenerChannel(admission, backlog))
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(REUSE_PORT, settings.reusePort())
                .option(ChannelOption.AUTO_READ, false)
                .childHandler(new Acceptor(present));
        ChannelFuture bound = bootstrap.bind(bind).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + AddressText.of(bind) + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        ListenerChannel channel = (ListenerChannel) bound.channel();
        listeners.add(channel);
        channel.closeFuture().addListener(closed -> listeners.remove(channel));
        return new Listening(present, channel);
    }

    /**
     * Ends a listener that has {@link Listener#end ended}: accepts the clients in its backlog, closes it, and lets each of its connections end with its
     * present exchange. Tunnels go on. Clients that are not admitted within {@code timeouts.drain} of the current generation are reset. Does not wait.
     */
    public void end(Listening listening) {
        drain(listening.listener());
        listening.endWithin(generations.current().timeouts().drain());
    }

    /**
     * Has the socket serve {@code next}, which speaks another protocol, in place of its listener, which has {@link Listener#end ended}. Each connection of
     * the latter ends with its present exchange. Tunnels go on. Does not wait.
     */
    public void serve(Listening listening, Listener next) {
        // Before the sessions are told, so that each either is there to be told or belongs to the next listener.
        drain(listening.serve(next));
    }

    private void drain(Listener ended) {
        sessions.forEach((loop, ofLoop) -> loop.tryExecute(() -> ofLoop.drain(ended)));
    }

    /** Admits up to {@code connections} front connections from now on, at most as many as the memory sum was made with. */
    public void limitConnections(int connections) {
        admission.limitTo(connections);
    }

    /** Has each event loop leave room for edits that make a head longer by so many bytes, and waits until all do. */
    public void leaveRoomForEdits(int editBytes) {
        onEachLoop(loop -> loop.leaveRoomForEdits(editBytes));
    }

    /** Closes the idle connections to servers that are not in service any more. Once it returns, each event loop has run a task since it was called. */
    public void leaveServers() {
        onEachLoop(SessionLoop::leaveServers);
        onIdle(IdleConnections::leaveServers).forEach(Future::awaitUninterruptibly);
    }

    // A loop that takes no more tasks has ended, and has no sessions.
    private void onEachLoop(Consumer<SessionLoop> task) {
        assert sessions.keySet().stream().noneMatch(TrafficLoop::inEventLoop);
        List<Future<?>> done = new ArrayList<>();
        sessions.forEach((loop, ofLoop) -> done.add(loop.submit(() -> task.accept(ofLoop))));
        done.forEach(Future::awaitUninterruptibly);
    }

    /** Sockets that listen, those included that are about to close. */
    public int listening() {
        return listeners.size();
    }

    /** Open front connections. */
    public int sessions() {
        return admission.open();
    }

    /** Whether one more client would be accepted. */
    public boolean isAccepting() {
        return admission.isOpen();
    }

    /** Whether accepting is paused because requests have waited too long for a buffer. */
    public boolean isPaused() {
        return admission.isPaused();
    }

    /** How often accepting was paused for that reason, since start. */
    public long pauses() {
        return admission.pauses();
    }

    /** How often the process had no file descriptor for a connection, front or back, since start. */
    public long shortages() {
        return admission.shortages();
    }

    /** Tasks that the event loops were given, since start. */
    public long tasks() {
        return loops.all().stream().mapToLong(TrafficLoop::tasks).sum();
    }

    /** Turns of event loops that came very late, since start: {@link TurnWatch#lateTurns()}. */
    public long lateTurns() {
        return loops.all().stream().mapToLong(loop -> loop.turns().lateTurns()).sum();
    }

    /** How late the latest turn of the last one to two minutes came, of all event loops, in nanoseconds. */
    public long loopLagNanos() {
        return loops.all().stream()
                .mapToLong(loop -> loop.turns().lagNanos())
                .max()
                .orElse(0);
    }

    /** Events of sockets that served nobody, since start: 0 unless there is a bug. */
    public long unwantedEvents() {
        return loops.all().stream().mapToLong(TrafficLoop::unwantedEvents).sum();
    }

    /**
     * Ends in order: serves the clients that have connected, lets exchanges end, and closes idle sessions. The listeners close once their
     * backlogs are empty. Exchanges that have not ended after {@code limit} are broken off, those whose response has not begun by a 503. The
     * limit is real time, as is that of whoever stops the process; some seconds may be added for such answers to arrive. From its return on
     * no client can connect.
     *
     * @return how many exchanges were broken off
     */
    public int drain(Duration limit) {
        int brokenOff = drain.run(limit);
        if (brokenOff > 0) {
            closeIdle().forEach(Future::awaitUninterruptibly);
        }
        return brokenOff;
    }

    /**
     * Whether {@link #drain} has reached every event loop, or its limit has passed: from then on each response tells its client that the
     * connection ends with it.
     */
    public boolean isDraining() {
        return drain.isAnnounced();
    }

    private void trimIdle() {
        idle.forEach(IdleConnections::trimSoon);
    }

    private List<Future<?>> closeIdle() {
        return onIdle(IdleConnections::close);
    }

    // Each on its loop.
    private List<Future<?>> onIdle(Consumer<IdleConnections> task) {
        List<Future<?>> done = new ArrayList<>();
        idle.forEach(ofLoop -> done.add(ofLoop.loop().submit(() -> task.accept(ofLoop))));
        return done;
    }

    private void abort() {
        List<Future<?>> done = new ArrayList<>();
        sessions.forEach((loop, ofLoop) -> done.add(loop.submit(() -> ofLoop.abort(Ending.DRAIN_TIMEOUT))));
        done.addAll(closeIdle());
        done.forEach(Future::awaitUninterruptibly);
    }

    /** Breaks everything off and ends the event loops. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        admission.end();
        drain.closeListeners();
        abort();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.all().forEach(TrafficLoop::free);
        reserve.close();
    }

    /** Gives each accepted connection its session, on the loop that it will live on. */
    private final class Acceptor extends ChannelInitializer<PeerChannel> {

        private final PresentListener present;

        Acceptor(PresentListener present) {
            this.present = present;
        }

        @Override
        protected void initChannel(PeerChannel channel) {
            InetAddress peer = channel.remoteAddress().getAddress();
            Listener listener = present.get();
            ListenerRules rules = listener.rules(listener.generation());
            // Where there is an introduction, the peer is a load balancer, and the client is not known yet.
            if (!rules.clients().proxyProtocol()
                    && !rules.clients().trusted().contains(peer)
                    && !enter(channel, peer)) {
                observer.sessionRefused(rules.listener(), Ending.CLIENT_LIMIT);
                // By a reset, so that the refused connection leaves nothing in TIME_WAIT here.
                channel.config().setSoLinger(0);
                channel.close();
                return;
            }
            SocketSize size = sockets.prepareAccepted(channel);
            session(listener, channel, size).start(Unpooled.EMPTY_BUFFER);
        }

        // Counts a connection of the client, unless clients have no limit. Returns false if it has too many.
        private boolean enter(PeerChannel channel, InetAddress client) {
            int limit = generations.current().limits().connectionsPerClient();
            if (limit == ClientConnections.UNLIMITED) {
                return true;
            }
            boolean welcome = clients.enter(client, limit);
            if (welcome) {
                // Counted out before its place is free: the next client, accepted on another loop, may be the same one.
                channel.closeActions().onClose(() -> clients.leave(client));
            }
            return welcome;
        }

        private Front session(Listener listener, PeerChannel channel, SocketSize size) {
            TrafficLoop loop = (TrafficLoop) channel.eventLoop();
            SessionLoop shared = sessions.get(loop);
            if (shared == null) {
                throw new IllegalStateException(
                        "loop of another transport: " + loop.threadProperties().name());
            }
            long number = sessionNumbers.incrementAndGet();
            FrontConnection front = new FrontSocketConnection(channel, size, loop, number);
            return FrontFactory.front(shared, listener, number, front, client -> enter(channel, client));
        }
    }
}
