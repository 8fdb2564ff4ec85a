package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.connection.Connection;
import io.weir.exchange.Exchange;
import io.weir.exchange.Timeline;
import io.weir.http.Head;
import io.weir.http.Upgrades;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import io.weir.tunnel.Tunnel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The change of one front connection to another protocol (RFC 9110 section 7.8): what the client offers, and the tunnel that carries the bytes
 * once the server has agreed. Confined to its event loop.
 */
final class Http1Upgrade implements Tunnel.Owner {

    /** The session that changes. */
    interface Owner extends CurrentExchange {

        /** For whose sake buffers are held. */
        InetAddress client();

        /** Ends the session, and its exchange with this reason: the client sees it break off. */
        void end(Reason reason);

        /** Ends the session, and its exchange with this reason, in order. */
        void close(Reason reason);

        /** Code of ours has thrown what it should not have: costs the session. */
        void onBug(Throwable cause);
    }

    private final Owner front;
    private final SessionLoop loop;
    private final Connection connection;
    private Upgrades upgrades = new Upgrades(List.of());
    private int offered = Upgrades.NONE;
    private @Nullable Tunnel tunnel;

    Http1Upgrade(Owner front, SessionLoop loop, Connection connection) {
        this.front = front;
        this.loop = loop;
        this.connection = connection;
    }

    /** Nothing is offered: a new exchange begins. */
    void reset() {
        offered = Upgrades.NONE;
    }

    /** Reads which of {@code known} a request offers. Borrows the bytes. */
    void read(Upgrades known, Head head, ByteBuffer bytes) {
        upgrades = known;
        offered = upgrades.offered(head, bytes);
    }

    /** Whether a protocol is offered. */
    boolean isOffered() {
        return offered != Upgrades.NONE;
    }

    /** The ready-made field lines with which the server is offered the same. */
    byte[] fields() {
        return upgrades.lines(offered);
    }

    /** Whether this response changes to what was offered. Borrows the bytes. */
    boolean isAcceptedBy(Head head, ByteBuffer bytes) {
        return upgrades.isChangeTo(offered, head, bytes);
    }

    /**
     * Edits the 101 at the beginning of {@code message} in place, which is borrowed.
     *
     * @return whether the edited head fits; if not, nothing has happened
     */
    boolean edit(ByteBuf message, Head head) {
        ByteBuffer bytes = Lease.memory(message);
        int start = loop.http1.placeHead(bytes, head, loop.http1.composer.switching(head, bytes, fields()));
        if (start >= 0) {
            message.readerIndex(start);
        }
        return start >= 0;
    }

    /** Carries bytes both ways from now on, beginning with what has been received. Takes ownership of {@code message} and {@code received}. */
    void begin(Connection server, Tunnel.Received received, ByteBuf message) {
        Tunnel begins = new Tunnel(loop.resources, this);
        tunnel = begins;
        begins.hearClient(connection);
        begins.hearServer(server);
        begins.begin(connection, server, received, message);
    }

    @Override
    public Timeline timeline() {
        return front.running().timeline();
    }

    @Override
    public InetAddress client() {
        return front.client();
    }

    @Override
    public Timeouts timeouts() {
        return front.running().timeouts();
    }

    @Override
    public int earlyBytes() {
        return front.running().earlyBytes();
    }

    @Override
    public void onTunnelEnded() {
        front.close(Ending.DONE);
    }

    @Override
    public void onTunnelBroken(Reason reason) {
        Exchange carried = front.exchange();
        if (carried != null) {
            carried.abortServer();
        }
        front.end(reason);
    }

    @Override
    public void onBug(Throwable cause) {
        front.onBug(cause);
    }

    /** Gives back all that the tunnel holds, if there is one. */
    void close() {
        Tunnel carried = tunnel;
        tunnel = null;
        if (carried != null) {
            carried.close();
        }
    }
}
