package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import io.weir.buffer.KeptBytes;
import io.weir.buffer.Lease;
import io.weir.connection.BackConnection;
import io.weir.connection.Connection;
import io.weir.connection.Connector;
import io.weir.connection.FrontConnection;
import io.weir.connection.Opening;
import io.weir.connection.Written;
import io.weir.exchange.Back;
import io.weir.exchange.Destination;
import io.weir.exchange.Dispatch;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.PhaseTimer;
import io.weir.exchange.Timeline;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import io.weir.time.Ticker;
import io.weir.tunnel.Tunnel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one front connection in TCP mode: a single exchange, whose bytes nobody looks at. Confined to its event loop. */
final class RelaySession extends Front implements Dispatch.Owner, Connector.Client, Tunnel.Owner, PhaseTimer.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private final SessionLoop loop;
    private final Timeline timeline;
    private final InetAddress client;
    private final Generation generation;
    private final ListenerRules rules;
    private final FrontConnection front;
    private final Tunnel tunnel;
    private final PhaseTimer phase;
    private final Dispatch dispatch;
    private final KeptBytes aside;
    private @Nullable Connection opened;
    private @Nullable Connection back;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    private boolean closed;

    /** A session on an open front connection, which belongs to {@code generation}. Created and started in one task of the loop. */
    RelaySession(SessionLoop loop, Listener listener, Generation generation, long number, FrontConnection connection) {
        super(listener, listener.rules(generation).listener());
        this.loop = loop;
        this.generation = generation;
        rules = listener.rules(generation);
        tunnel = new Tunnel(loop.resources, this);
        aside = new KeptBytes(loop.resources.parking());
        front = connection;
        tunnel.hearClient(front);
        client = front.clientAddress().getAddress();
        timeline = new Timeline(loop.resources);
        timeline.belongsTo(number, rules.listener(), front.remoteAddress());
        phase = new PhaseTimer(loop.resources.scheduler(), this);
        dispatch = new Dispatch(loop.resources, this, timeline, phase);
    }

    @Override
    public void start(ByteBuf first) {
        early = first;
        loop.enter(this);
        generation.countTunnels(loop.resources.number(), 1);
        loop.observer.sessionOpened(listenerName);
        timeline.begin(1, loop.resources.realNow(), Ticker.wallClockMillis());
        timeline.speaksFor(front.clientAddress());
        if (setAside()) {
            dispatch.begin(rules.everything());
        } else {
            end(Ending.PARKING_FULL);
        }
    }

    // What the client has sent already needs no buffer while a server is looked for. Returns false if there is no room
    // for it.
    private boolean setAside() {
        ByteBuf first = early;
        if (!first.isReadable()) {
            return true;
        }
        if (aside.keep(first)) {
            first.release();
            early = Unpooled.EMPTY_BUFFER;
            return true;
        }
        if (!loop.resources.mayHold(first, client)) {
            return false;
        }
        front.hold(first);
        return true;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A generation is equal to itself alone.
    boolean isOn(Generation asked) {
        return generation == asked;
    }

    // A tunnel cannot be told to hurry: it ends by itself or at the deadline.
    @Override
    public void drain() {}

    @Override
    public void lookForReset() {
        front.lookForReset();
    }

    @Override
    public boolean cutShort(Ending reason) {
        boolean brokenOff = !closed;
        end(reason);
        return brokenOff;
    }

    @Override
    public void abort(Ending reason) {
        end(reason);
    }

    // The search for a server.

    // A relayed connection belongs to its client from its first byte to its last: it follows no other, and none follows
    // it.
    @Override
    public void claim(Destination destination, SlotTicket ticket) {}

    @Override
    public boolean reuse(Destination destination, Server server) {
        return false;
    }

    @Override
    public Opening open(Server server) {
        return loop.connector.open(server, this);
    }

    @Override
    public void onConnected(BackConnection connected) {
        tunnel.hearServer(connected);
        opened = connected;
        dispatch.onOpened(new RelayBack(connected));
    }

    @Override
    public void onConnectFailed() {
        dispatch.onConnectFailed();
    }

    @Override
    public void onNoSocket() {
        dispatch.onNoSocket();
    }

    @Override
    public long session() {
        return timeline.session();
    }

    @Override
    public void onBack() {
        Connection connected = opened;
        if (connected == null) {
            throw new IllegalStateException("no connection");
        }
        back = connected;
        ByteBuf first = early;
        early = Unpooled.EMPTY_BUFFER;
        if (first.isReadable()) {
            Lease.of(first).moves();
        }
        tunnel.begin(front, connected, new Tunnel.Received(first, aside, false), Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void onNoBack(Reason reason) {
        end(reason);
    }

    @Override
    public void onMustWait() {}

    @Override
    public InetSocketAddress calledAddress() {
        return front.calledAddress();
    }

    @Override
    public Timeouts timeouts() {
        return generation.timeouts();
    }

    @Override
    public int earlyBytes() {
        return generation.limits().earlyBytes();
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public InetAddress client() {
        return client;
    }

    @Override
    public void onTunnelEnded() {
        leave(Ending.DONE);
        front.close();
    }

    @Override
    public void onTunnelBroken(Reason reason) {
        end(reason);
    }

    /** A side broke off: so does the other. */
    private void end(Reason reason) {
        if (closed) {
            return;
        }
        Connection connected = back;
        if (connected != null) {
            // Before the slot is returned, which closes in order: to the server a break must not look like an end.
            connected.abort();
        }
        leave(reason);
        front.abort();
    }

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session={}", timeline.session(), cause);
        end(Ending.BUG);
    }

    @Override
    public void onExpired(Ending ending) {
        dispatch.onExpired(ending);
    }

    private void leave(Reason reason) {
        closed = true;
        opened = null;
        back = null;
        phase.close();
        tunnel.close();
        aside.clear();
        early.release();
        early = Unpooled.EMPTY_BUFFER;
        dispatch.abandon();
        loop.leave(this);
        timeline.unsent(front.untaken());
        timeline.end(reason, loop.resources.realNow());
        loop.observer.exchangeEnded(timeline);
        generation.countTunnels(loop.resources.number(), -1);
        loop.observer.sessionClosed(listenerName);
    }

    /** The server's connection as the search for a server sees it. */
    private record RelayBack(Connection connection) implements Back {

        @Override
        public boolean introduce(byte[] header) {
            return connection.write(header) == Written.ALL;
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void abort() {
            connection.abort();
        }
    }
}
