package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.exchange.Destination;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Route;
import io.weir.http.Upgrades;
import io.weir.reason.Ending;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.testing.Configured;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** One session, HTTP or a relay, before one server that takes one exchange at a time, on a loop that the test turns by hand. */
final class SessionBench {

    static final Duration MOMENT = Duration.ofMillis(100);

    final FakeLoop loop;
    final Server server;
    final FakeConnection front;
    final Front session;
    private final Generations generations = Configured.generations(FakeLoop.TIMEOUTS, Limits.DEFAULT);
    private final Listener listener = new Listener(generations);
    private final ListenerRules rules;
    private final Backend backend;
    private final Deque<FakeConnection> backs = new ArrayDeque<>();
    private final Ticket holder;
    private final Queue<Lease> held = new ArrayDeque<>();

    SessionBench(Protocol protocol, int buffers) {
        this(protocol, new FakeLoop(buffers, buffers));
    }

    SessionBench(Protocol protocol, FakeLoop loop) {
        this(protocol, loop, Reuse.SHARED);
    }

    SessionBench(Protocol protocol, FakeLoop loop, Reuse reuse) {
        this(protocol, loop, reuse, Route::new, ClientSettings.DEFAULT);
    }

    /** One whose only route is made from where requests would go. */
    SessionBench(Protocol protocol, FakeLoop loop, Function<Destination, Route> route, ClientSettings clients) {
        this(protocol, loop, Reuse.SHARED, route, clients);
    }

    private SessionBench(
            Protocol protocol, FakeLoop loop, Reuse reuse, Function<Destination, Route> route, ClientSettings clients) {
        this.loop = loop;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        backend = new Backend(
                new BackendSettings("b", List.of(new ServerSettings("s", address, 1, 1)), ProxyProtocol.OFF, reuse));
        server = backend.servers().get(0);
        holder = loop.pool.ticket(99, Flow.REQUEST, ignored -> true);
        RouteTable routes = new RouteTable(List.of(RouteSettings.everything("b")));
        Destination destination = new Destination(backend, new WeightedRoundRobin(backend), ProxyProtocol.OFF, reuse);
        rules = new ListenerRules(
                "front",
                protocol,
                routes,
                List.of(route.apply(destination)),
                new Upgrades(List.of("websocket")),
                clients);
        reload(FakeLoop.TIMEOUTS.keepAlive());
        front = new FakeConnection(loop.pool, Flow.REQUEST);
        session = protocol == Protocol.HTTP
                ? new Http1Front(loop.services, listener, rules, 1, front)
                : new RelaySession(loop.services, listener, listener.generation(), 1, front);
        session.start(Unpooled.EMPTY_BUFFER);
    }

    /** Another configuration is current, which differs from the one before by this {@code timeouts.keep-alive} alone. */
    void reload(Duration keepAlive) {
        long number = listener.generation().number() + 1;
        generations.replace(
                new Generation(number, 1, FakeLoop.timeouts(keepAlive), Limits.DEFAULT, Map.of(listener, rules)), 0);
    }

    /** The listener of the session ends, of which the session is not told yet. */
    void endListener() {
        listener.end(listener.generation());
    }

    /** The back connection that the session asks for is open. */
    FakeConnection connect() {
        FakeConnection back = new FakeConnection(loop.pool, Flow.RESPONSE);
        backs.add(back);
        loop.connector.connect(back);
        return back;
    }

    /** The back connection that was opened last. */
    FakeConnection back() {
        return backs.getLast();
    }

    /** Takes all free buffers. */
    void hold() {
        while (holder.acquire(WaitClass.START) instanceof Lease lease) {
            held.add(lease);
        }
        holder.cancel();
    }

    /** Gives back what was held. */
    void release() {
        for (Lease lease = held.poll(); lease != null; lease = held.poll()) {
            lease.close();
        }
    }

    /** Somebody else has the only slot of the server. */
    void takeSlot() {
        assertThat(server.tryTakeSlot()).isTrue();
    }

    void returnSlot() {
        backend.release(server);
        loop.runTasks();
    }

    void pass(Duration time) {
        loop.time.pass(time);
    }

    /** Passes this time but for a moment: what is due then is not yet. */
    void passNearly(Duration time) {
        pass(time.minus(MOMENT));
    }

    PoolLevel level() {
        return loop.pool.level();
    }

    /** Ends the session, which must then have and want nothing. */
    void end() {
        release();
        session.abort(Ending.DRAIN_TIMEOUT);
        loop.runTasks();
        assertThat(level().leased()).as("leased").isZero();
        assertThat(level().waiting()).as("waiting").isZero();
        assertThat(loop.parking.usedBytes()).as("parked bytes").isZero();
        assertThat(server.active()).as("slots").isZero();
        assertThat(server.bound()).as("bound").isZero();
        assertThat(loop.services.sessions()).as("sessions").isZero();
    }
}
