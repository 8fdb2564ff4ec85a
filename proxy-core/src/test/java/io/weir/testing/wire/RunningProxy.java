package io.weir.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ClockedStart;
import io.weir.ServerStatus;
import io.weir.Weir;
import io.weir.WeirObservers;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.backend.Server;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.StalledBuffer;
import io.weir.exchange.Timeline;
import io.weir.reason.Reason;
import io.weir.session.SessionObserver;
import io.weir.settings.Protocol;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A proxy under test, with what its observer was told. */
public final class RunningProxy {

    private static final long OLD_NANOS = 300_000_000;

    /** The name of its listener. */
    public static final String FRONT = "front";

    private final Weir weir;
    private final @Nullable ScriptedServer holder;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<PoolHold> holds = new ArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger connected = new AtomicInteger();
    private final List<ScriptedConnection> clients = new ArrayList<>(); // guarded by itself

    RunningProxy(WeirSettings settings, @Nullable ScriptedServer holder, Ticker ticker) {
        this.holder = holder;
        weir = ClockedStart.start(settings, new WeirObservers(PoolObserver.NONE, new Recorder()), ticker);
    }

    public Weir weir() {
        return weir;
    }

    /** Has the running proxy take over what is planned. Returns the number of the generation. */
    public long reload(ProxyPlan plan) {
        return weir.reload(plan.settings());
    }

    /** A client of the first listener. */
    public ScriptedConnection connect() throws IOException {
        return connect(FRONT, 0);
    }

    public ScriptedConnection connect(String listener) throws IOException {
        return connect(listener, 0);
    }

    /** A client whose kernel takes about this many bytes that it does not read. */
    public ScriptedConnection connect(String listener, int receiveBuffer) throws IOException {
        ScriptedConnection client = ScriptedConnection.to(weir.address(listener), receiveBuffer);
        synchronized (clients) {
            clients.add(client);
        }
        return client;
    }

    public PoolLevel level() {
        return weir.buffers();
    }

    public WeirStatus status() {
        return weir.status();
    }

    /** How long the longest stalled buffer has been so; zero if there is none. */
    public Duration stalledFor() {
        return weir.stalled(1).stream().map(StalledBuffer::age).findFirst().orElse(Duration.ZERO);
    }

    /** Takes one ordinary buffer out of the pool, which must be {@link ProxyPlan#holdable()}. */
    public PoolHold hold() throws IOException {
        ScriptedServer server = holder;
        if (server == null) {
            throw new IllegalStateException("not holdable");
        }
        int stalled = level().stalled();
        long parked = status().parkedBytes();
        ScriptedConnection back = fillUp(server);
        while (isHeldByATail(stalled, parked)) {
            back.close();
            await("the tail gone", () -> status().parkedBytes() <= parked);
            back = fillUp(server);
        }
        PoolHold hold = new PoolHold(back);
        holds.add(hold);
        return hold;
    }

    // What is left of the buffer may be so little that it is parked, and nothing is held.
    private boolean isHeldByATail(int stalledBefore, long parkedBefore) {
        Lasting tail = new Lasting();
        await("a stall", () -> level().stalled() > stalledBefore || tail.isOld(status().parkedBytes() > parkedBefore));
        return level().stalled() == stalledBefore;
    }

    /** Something that is parked, and not only for a moment: until its server is connected the beginning of a request is, too. */
    private static final class Lasting {

        private boolean there;
        private long sinceNanos;

        boolean isOld(boolean isThere) {
            long now = Ticker.SYSTEM.nanos();
            if (!there || !isThere) {
                there = isThere;
                sinceNanos = now;
            }
            return there && now - sinceNanos > OLD_NANOS;
        }
    }

    private ScriptedConnection fillUp(ScriptedServer server) throws IOException {
        ScriptedConnection client = connect(ProxyPlan.HOLD);
        Thread filler = new Thread(() -> fill(client), "filler");
        filler.setDaemon(true);
        filler.start();
        return server.accept();
    }

    private static void fill(ScriptedConnection client) {
        try {
            client.sendHead("PUT / HTTP/1.1", "Host: hold", "Content-Length: " + Long.MAX_VALUE);
            client.send(Content.of(0, Long.MAX_VALUE));
        } catch (IOException e) {
            // Released.
        }
    }

    /** The next exchange that ended. */
    public Ended nextEnded() {
        try {
            Ended next = ended.poll(Patience.SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no exchange has ended; " + describe());
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The exchanges that ended and were not looked at. */
    public List<Ended> otherEnded() {
        List<Ended> others = new ArrayList<>();
        ended.drainTo(others);
        return others;
    }

    /** Waits until the pool is as told. */
    public void awaitLevel(String what, Predicate<PoolLevel> holds) {
        await(what, () -> holds.test(level()));
    }

    /** Waits until the proxy is as told. */
    public void awaitStatus(String what, Predicate<WeirStatus> holds) {
        await(what, () -> holds.test(status()));
    }

    /** Waits until a condition that nobody signals holds. */
    public void await(String what, BooleanSupplier holds) {
        Polling.await(what, holds, this::describe);
    }

    /** Lets real time pass, for a test that measures what happens meanwhile and waits for nothing. */
    public void letPass(Duration time) {
        long end = Ticker.SYSTEM.nanos() + time.toNanos();
        await("time to pass", () -> Ticker.SYSTEM.nanos() - end >= 0);
    }

    /** Waits until nobody holds or wants anything. */
    public void awaitQuiescence() {
        await("quiescence", this::isQuiescent);
        assertThat(level().leaks()).as("leaks").isZero();
        assertThat(level().rescued()).as("rescued").isZero();
        assertThat(status().unwantedEvents()).as("unwanted events").isZero();
    }

    private boolean isQuiescent() {
        PoolLevel level = level();
        WeirStatus status = status();
        return level.leased() == 0
                && level.waiting() == 0
                && level.stalled() == 0
                && status.parkedBytes() == 0
                && status.sessions() == 0
                && status.servers().stream().allMatch(server -> server.active() == 0 && server.waiting() == 0);
    }

    /** The server of this backend and name, while the proxy knows it; a server that comes back is the same if its counts are. */
    public Optional<ServerStatus> server(String backend, String name) {
        return status().servers().stream()
                .filter(server ->
                        server.backend().equals(backend) && server.name().equals(name))
                .findFirst();
    }

    /** The only server, but for the one that holds buffers. */
    public ServerStatus server() {
        List<ServerStatus> servers = status().servers().stream()
                .filter(server -> !server.backend().equals(ProxyPlan.HOLD))
                .toList();
        assertThat(servers).hasSize(1);
        return servers.get(0);
    }

    /** Whether it relays TCP: a relay does not end when its client has, but when its server has as well. */
    boolean relays() {
        return weir.settings().listeners().stream().anyMatch(listener -> listener.protocol() == Protocol.TCP);
    }

    void closeClients() throws IOException {
        List<ScriptedConnection> all;
        synchronized (clients) {
            all = List.copyOf(clients);
        }
        for (ScriptedConnection client : all) {
            client.close();
        }
        for (PoolHold hold : holds) {
            hold.release();
        }
    }

    private String describe() {
        return level() + " " + status();
    }

    /** How many back connections were opened, as the observer was told. */
    public int connected() {
        return connected.get();
    }

    /** Connects, and is reset at once: so fast, maybe, that it never seems connected. */
    public void expectTurnedAway() throws IOException {
        ScriptedConnection client;
        try {
            client = connect();
        } catch (SocketException reset) {
            return;
        }
        client.expectGone();
    }

    /** Why clients were turned away, as the observer was told. */
    public List<String> refusals() {
        return refusals;
    }

    private final class Recorder implements SessionObserver {
        @Override
        public void sessionRefused(String listener, Reason reason) {
            refusals.add(reason.word());
        }

        @Override
        public boolean wantsRequestLines() {
            return true;
        }

        @Override
        public void connected(Server server, long tookNanos) {
            connected.incrementAndGet();
        }

        @Override
        public void exchangeEnded(Timeline timeline) {
            if (!timeline.listener().equals(ProxyPlan.HOLD)) {
                ended.add(Ended.of(timeline));
            }
        }
    }
}
