package io.weir.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.weir.backend.Server;
import io.weir.buffer.Flow;
import io.weir.session.Connector;
import io.weir.session.Peer;
import io.weir.session.Timeouts;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The back connections of one event loop. Confined to it. */
final class BackConnector implements Connector {

    private static final Logger LOG = LoggerFactory.getLogger(BackConnector.class);

    // Above this a look at the socket costs nothing that matters; below it, its close would just have been seen.
    private static final long LOOK_AFTER_NANOS = 1_000_000_000L;

    private final TrafficLoop loop;
    private final Sockets sockets;
    private final Supplier<PeerChannel> channels;
    private final IdleBound idleBound;
    private final Timeouts timeouts;
    private final Map<Server, ArrayDeque<IdleConnection>> idle = new HashMap<>();

    BackConnector(TrafficLoop loop, Sockets sockets, IdleBound idleBound, Timeouts timeouts) {
        this(loop, sockets, idleBound, timeouts, PeerChannel::new);
    }

    /** Connections on the channels that {@code channels} makes. */
    BackConnector(
            TrafficLoop loop, Sockets sockets, IdleBound idleBound, Timeouts timeouts, Supplier<PeerChannel> channels) {
        this.channels = channels;
        this.loop = loop;
        this.sockets = sockets;
        this.idleBound = idleBound;
        this.timeouts = timeouts;
    }

    TrafficLoop loop() {
        return loop;
    }

    @Override
    public boolean reuse(Server server, Client client) {
        ArrayDeque<IdleConnection> list = idle.get(server);
        if (list == null) {
            return false;
        }
        SocketSize size = sockets.size();
        for (IdleConnection next = list.pollLast(); next != null; next = list.pollLast()) {
            leave(next);
            Connection connection = next.connection();
            if (isUsable(next) && fits(connection.size(), size)) {
                connection.attach(client.events(), client.session());
                client.onConnected(connection);
                return true;
            }
            connection.close();
        }
        return false;
    }

    // Larger than one opened now would be: its share is spent. Much smaller: of a time when there were far more
    // sessions.
    private static boolean fits(SocketSize kept, SocketSize now) {
        return kept.index() >= now.index() && kept.index() <= now.index() + 1;
    }

    private boolean isUsable(IdleConnection entry) {
        Connection connection = entry.connection();
        return connection.isOpen()
                && !entry.isOverdue()
                && (entry.idleNanos() < LOOK_AFTER_NANOS || connection.isQuiet());
    }

    @Override
    public Opening open(Server server, Client client) {
        trim();
        PeerChannel channel;
        SocketSize size;
        try {
            channel = channels.get();
            size = prepare(channel);
        } catch (ChannelException e) {
            // No file descriptor left, or the kernel refuses an option: one more reason for which a server cannot be
            // reached.
            LOG.warn("event=no-socket session={} server={} cause=\"{}\"", client.session(), server, e.getMessage());
            Failure failure = new Failure(client);
            loop.hop(failure::tell);
            return failure;
        }
        return connect(channel, size, server, client);
    }

    // Whatever goes wrong must close the socket: no loop knows of it yet.
    private SocketSize prepare(PeerChannel channel) {
        try {
            return sockets.prepare(channel);
        } catch (RuntimeException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    private Opening connect(PeerChannel channel, SocketSize size, Server server, Client client) {
        // A server may stop reading the request and still answer it: a failed write must not close the connection.
        channel.config().setAutoClose(false);
        channel.config().setConnectTimeoutMillis(0);
        Connection connection = new Connection(channel, size, loop, Flow.RESPONSE, client.session(), client.events());
        Attempt attempt = new Attempt(channel, connection, client);
        loop.register(channel);
        // Not at once: the client is told nothing before this method returns.
        channel.connect(server.address())
                .addListener((ChannelFuture future) -> loop.hop(() -> attempt.onOutcome(future)));
        return attempt;
    }

    @Override
    public void keep(Peer peer, Server server, int idleSeconds) {
        Connection connection = (Connection) peer;
        long limitNanos = timeouts.serverKeepAlive().toNanos();
        if (idleSeconds >= 0) {
            // A second less than the server says, so that it does not close while the next request is on its way.
            limitNanos = Math.min(limitNanos, (idleSeconds - 1) * 1_000_000_000L);
        }
        if (limitNanos <= 0 || !connection.isOpen() || !idleBound.tryEnter()) {
            connection.close();
            return;
        }
        IdleConnection entry = connection.idleEntry();
        if (entry == null) {
            entry = new IdleConnection(this, connection, server);
            connection.idleEntry(entry);
        }
        idle.computeIfAbsent(server, ignored -> new ArrayDeque<>()).addLast(entry);
        server.countIdle(1);
        entry.enter(limitNanos);
    }

    /** An idle connection has ended. */
    void drop(IdleConnection entry) {
        ArrayDeque<IdleConnection> list = idle.get(entry.server());
        if (list != null && list.remove(entry)) {
            leave(entry);
            entry.connection().close();
        }
    }

    private void leave(IdleConnection entry) {
        entry.server().countIdle(-1);
        idleBound.leave();
        entry.leave();
    }

    /** Closes idle connections of this loop, those first that have waited longest for their server, while there are too many of all loops. */
    void trim() {
        Iterator<ArrayDeque<IdleConnection>> lists = idle.values().iterator();
        while (idleBound.isExceeded() && lists.hasNext()) {
            trim(lists.next());
        }
    }

    private void trim(ArrayDeque<IdleConnection> list) {
        for (IdleConnection next = list.peekFirst(); next != null && idleBound.isExceeded(); next = list.peekFirst()) {
            drop(next);
        }
    }

    /** Closes all idle connections. */
    void closeIdle() {
        for (ArrayDeque<IdleConnection> list : idle.values()) {
            List.copyOf(list).forEach(this::drop);
        }
    }

    /** A connection that is being opened. */
    private static final class Attempt implements Opening {

        private final PeerChannel channel;
        private final Connection connection;
        private final Client client;
        private boolean cancelled;

        Attempt(PeerChannel channel, Connection connection, Client client) {
            this.channel = channel;
            this.connection = connection;
            this.client = client;
        }

        @Override
        public void cancel() {
            cancelled = true;
            connection.close();
        }

        void onOutcome(ChannelFuture future) {
            try {
                tell(future);
            } catch (RuntimeException e) {
                connection.onBug(e);
            }
        }

        private void tell(ChannelFuture future) {
            if (cancelled) {
                channel.close();
            } else if (future.isSuccess()) {
                client.onConnected(connection);
            } else {
                connection.close();
                client.onConnectFailed();
            }
        }
    }

    /** An attempt that failed before it began. */
    private static final class Failure implements Opening {

        private final Client client;
        private boolean cancelled;

        Failure(Client client) {
            this.client = client;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        void tell() {
            if (cancelled) {
                return;
            }
            try {
                client.onConnectFailed();
            } catch (RuntimeException e) {
                client.events().onBug(e);
            }
        }
    }
}
