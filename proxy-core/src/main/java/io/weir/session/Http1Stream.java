package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.connection.FrontConnection;
import io.weir.exchange.BackStream;
import io.weir.exchange.BoundBack;
import io.weir.exchange.FrontStream;
import io.weir.exchange.RequestSource;
import io.weir.exchange.ResponseSink;
import io.weir.http.Head;
import io.weir.reason.Reason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the exchanges of one front connection that speaks HTTP/1, which follow each other. Has the place of the back connection that
 * belongs to this client alone. Confined to its event loop.
 */
final class Http1Stream implements FrontStream {

    /** The session whose exchanges these are. */
    interface Owner {

        /** The bytes of another protocol pass from now on. */
        void onChange();

        /** The exchange is over, and its response has been sent whole. */
        void onSent();

        /** The exchange is over, and a response of our own has been sent whole. */
        void onAnswered();

        /** Ends the session, and its exchange with this reason: the client sees it break off. */
        void end(Reason reason);

        /** Ends the session, and its exchange with this reason, in order. */
        void close(Reason reason);

        /** Code of ours has thrown what it should not have: costs the session. */
        void onBug(Throwable cause);
    }

    private final Owner front;
    private final Persistence persistence;
    private final SessionLoop loop;
    private final FrontConnection connection;
    private final Http1Requests requests;
    private final Http1Responses responses;
    private final Http1Upgrade upgrade;
    private @Nullable BoundBack bound;

    Http1Stream(
            Owner front,
            Persistence persistence,
            SessionLoop loop,
            FrontConnection connection,
            Http1Requests requests,
            Http1Responses responses,
            Http1Upgrade upgrade) {
        this.front = front;
        this.persistence = persistence;
        this.loop = loop;
        this.connection = connection;
        this.requests = requests;
        this.responses = responses;
        this.upgrade = upgrade;
    }

    @Override
    public RequestSource source() {
        return requests;
    }

    @Override
    public ResponseSink sink() {
        return responses;
    }

    @Override
    public InetSocketAddress calledAddress() {
        return connection.calledAddress();
    }

    @Override
    public void closeAfterResponse() {
        persistence.end();
    }

    @Override
    public @Nullable BoundBack boundBack() {
        return bound;
    }

    @Override
    public BoundBack bindBack() {
        BoundBack present = bound;
        if (present == null) {
            present = new BoundBack(loop.resources);
            bound = present;
        }
        return present;
    }

    /** Closes the back connection that belongs to this client alone, if its server is not configured any more. */
    void leaveServer() {
        BoundBack present = bound;
        if (present != null) {
            present.leaveServer();
        }
    }

    /** Closes the back connection that belongs to this client alone, if there is one: no exchange follows. */
    void closeBound() {
        BoundBack present = bound;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public byte[] upgradeFields() {
        return upgrade.fields();
    }

    @Override
    public boolean mayChange(Head head, ByteBuffer bytes) {
        return upgrade.isAcceptedBy(head, bytes);
    }

    @Override
    public boolean change(ByteBuf message, Head head, BackStream server) {
        if (!upgrade.edit(message, head)) {
            message.release();
            return false;
        }
        front.onChange();
        upgrade.begin(server.connection(), requests.handOver(), message);
        return true;
    }

    @Override
    public void onSent() {
        front.onSent();
    }

    @Override
    public void onAnswered() {
        front.onAnswered();
    }

    @Override
    public void end(Reason reason) {
        front.end(reason);
    }

    @Override
    public void close(Reason reason) {
        front.close(reason);
    }

    @Override
    public void onBug(Throwable cause) {
        front.onBug(cause);
    }
}
