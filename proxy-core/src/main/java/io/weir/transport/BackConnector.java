package io.weir.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.weir.backend.Server;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import io.weir.exchange.Generations;
import io.weir.socket.BackCount;
import io.weir.socket.SocketSize;
import io.weir.time.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The back connections of one event loop. Confined to it. */
final class BackConnector implements Connector {

    private static final Logger LOG = LoggerFactory.getLogger(BackConnector.class);

    // Altogether a second; a tick of the loop's timers each.
    private static final Duration RETRY_FOR_DESCRIPTOR = Duration.ofMillis(50);
    private static final int TRIES_FOR_DESCRIPTOR = 20;

    private final TrafficLoop loop;
    private final Sockets sockets;
    private final Supplier<PeerChannel> channels;
    private final BackCount count;
    private final Admission admission;
    private final IdleConnections idle;

    /** Connections of {@code loop}, which {@code count} counts with those of all loops. {@code trimAll} has all loops trim them soon. */
    BackConnector(
            TrafficLoop loop,
            Sockets sockets,
            BackCount count,
            Generations generations,
            Admission admission,
            Runnable trimAll) {
        this(loop, sockets, count, generations, admission, trimAll, PeerChannel::new);
    }

    /** Connections on the channels that {@code channels} makes. */
    BackConnector(
            TrafficLoop loop,
            Sockets sockets,
            BackCount count,
            Generations generations,
            Admission admission,
            Runnable trimAll,
            Supplier<PeerChannel> channels) {
        this.admission = admission;
        this.channels = channels;
        this.loop = loop;
        this.sockets = sockets;
        this.count = count;
        idle = new IdleConnections(loop, count, generations, trimAll);
    }

    /** The idle ones among its connections. */
    IdleConnections idle() {
        return idle;
    }

    @Override
    public boolean reuse(Server server, Client client) {
        assert loop.inEventLoop();
        for (IdleConnection last = idle.takeLast(server); last != null; last = idle.takeLast(server)) {
            BackSocketConnection connection = last.connection();
            if (server.isTrusted(loop.clock().realNanos()) && takeIntoUse(connection) && last.isQuiet()) {
                connection.usedBy(client.session());
                client.onConnected(connection);
                return true;
            }
            connection.close();
        }
        return false;
    }

    // Refuses a connection whose socket is larger than its share is now, or much smaller than that of one opened now,
    // which means that it was opened while far more were in use.
    private boolean takeIntoUse(BackSocketConnection connection) {
        int inUse = connection.place().use();
        int index = connection.size().index();
        return inUse > 0
                && index >= sockets.backSize(inUse).index()
                && index <= sockets.backSize(count.steady(inUse)).index() + 1;
    }

    @Override
    public Opening open(Server server, Client client) {
        assert loop.inEventLoop();
        PeerChannel channel;
        try {
            channel = channels.get();
        } catch (ChannelException noDescriptor) {
            admission.runShort(noDescriptor);
            // Gives a descriptor back, which a later try finds.
            idle.closeFirst();
            return new Shortage(server, client).begin();
        }
        return open(channel, server, client);
    }

    private Opening open(PeerChannel channel, Server server, Client client) {
        BackSocketConnection connection;
        try {
            connection = connection(channel, server, client);
        } catch (ChannelException e) {
            // The kernel refuses an option: one more reason for which a server cannot be reached.
            LOG.warn("event=no-socket session={} server={} cause=\"{}\"", client.session(), server, e.getMessage());
            FailedOpening failure = new FailedOpening(client);
            loop.tryExecute(failure::tell);
            return failure;
        }
        idle.makeRoom();
        return connect(channel, connection, server, client);
    }

    // Whatever goes wrong must close the socket, which also ends its place in the count: no loop knows of it yet.
    private BackSocketConnection connection(PeerChannel channel, Server server, Client client) {
        int inUse = count.open();
        BackPlace place = new BackPlace(count, channel);
        try {
            SocketSize size = sockets.backSize(count.steady(inUse));
            Sockets.prepare(channel, size);
            // A server may stop reading the request and still answer it: a failed write must not close the connection.
            channel.config().setAutoClose(false);
            channel.config().setConnectTimeoutMillis(0);
            return new BackSocketConnection(idle, channel, size, server, client.session(), place);
        } catch (RuntimeException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    private Opening connect(PeerChannel channel, BackSocketConnection connection, Server server, Client client) {
        Attempt attempt = new Attempt(channel, connection, client);
        connection.tell(attempt, NoEvents.NONE, NoEvents.NONE);
        loop.register(channel);
        // Not at once: the client is told nothing before this method returns.
        channel.connect(server.address())
                .addListener((ChannelFuture future) -> loop.tryExecute(() -> attempt.onOutcome(future)));
        return attempt;
    }

    /** A connection that is being opened. */
    private static final class Attempt implements Opening, ConnectionEvents {

        private final PeerChannel channel;
        private final BackSocketConnection connection;
        private final Client client;
        private boolean cancelled;

        Attempt(PeerChannel channel, BackSocketConnection connection, Client client) {
            this.channel = channel;
            this.connection = connection;
            this.client = client;
        }

        @Override
        public void cancel() {
            cancelled = true;
            connection.close();
        }

        @Override
        public InetAddress client() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public void onEvicted() {}

        // The outcome of the attempt tells.
        @Override
        public void onClosed() {}

        @Override
        public void onBug(Throwable cause) {
            client.onBug(cause);
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
            } else if (future.isSuccess() && connection.isOpen()) {
                client.onConnected(connection);
            } else {
                connection.close();
                client.onConnectFailed();
            }
        }
    }

    /**
     * An attempt for which there was no descriptor. It takes one of the reserve, or else tries again until it has waited for a second: an
     * idle connection that gives way does so only after the next select, and other sessions end.
     */
    private final class Shortage implements Opening, Runnable {

        private final Server server;
        private final Client client;
        private final Timer timer = loop.timers().timer(this);
        private @Nullable Opening begun;
        private int triesLeft = TRIES_FOR_DESCRIPTOR;

        Shortage(Server server, Client client) {
            this.server = server;
            this.client = client;
        }

        Opening begin() {
            if (!tryOpen()) {
                timer.arm(RETRY_FOR_DESCRIPTOR);
            }
            return this;
        }

        @Override
        public void run() {
            try {
                tryAgain();
            } catch (RuntimeException e) {
                client.onBug(e);
            }
        }

        private void tryAgain() {
            triesLeft--;
            if (tryOpen()) {
                return;
            }
            if (triesLeft > 0) {
                timer.arm(RETRY_FOR_DESCRIPTOR);
            } else {
                client.onNoSocket();
            }
        }

        private boolean tryOpen() {
            admission.spendReserve();
            PeerChannel channel;
            try {
                channel = channels.get();
            } catch (ChannelException stillNone) {
                return false;
            }
            begun = open(channel, server, client);
            return true;
        }

        @Override
        public void cancel() {
            timer.discard();
            Opening present = begun;
            if (present != null) {
                present.cancel();
            }
        }
    }
}
