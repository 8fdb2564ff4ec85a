package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.connection.Connection;
import io.weir.connection.SinkEvents;
import io.weir.connection.Written;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseSink;
import io.weir.http.FieldEdits;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.http.Method;
import io.weir.http.OwnResponse;
import io.weir.http1.ConnectionOption;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.nio.ByteBuffer;

/** The responses of one front connection that speaks HTTP/1: edits each head in place and writes the bytes. Confined to its event loop. */
final class Http1Responses implements ResponseSink, SinkEvents {

    /** The session whose responses these are. */
    interface Owner extends CurrentExchange {

        /** Ends the session, and its exchange with this reason: the client sees it break off. */
        void end(Reason reason);
    }

    private final Owner front;
    private final Persistence persistence;
    private final SessionLoop loop;
    private final Connection connection;
    private HttpVersion version = HttpVersion.HTTP_1_1;

    Http1Responses(Owner front, Persistence persistence, SessionLoop loop, Connection connection) {
        this.front = front;
        this.persistence = persistence;
        this.loop = loop;
        this.connection = connection;
    }

    /** The client speaks this version of HTTP/1. */
    void speaks(HttpVersion spoken) {
        version = spoken;
    }

    /** Whether a body of this framing ends before the connection does, in the form in which the client gets it. */
    boolean isDelimited(Framing framing) {
        return framing != Framing.UNTIL_CLOSE && passes(framing);
    }

    @Override
    public boolean passes(Framing framing) {
        return version != HttpVersion.HTTP_1_0 || framing != Framing.CHUNKED;
    }

    @Override
    public Written begin(ByteBuf message, Head head, FieldEdits edits) {
        boolean isPossible =
                isDelimited(head.framing()) && front.running().request().isSent();
        ConnectionOption option = option(persistence.decide(isPossible));
        ByteBuffer bytes = Lease.memory(message);
        int start =
                loop.http1.placeHead(bytes, head, loop.http1.composer.response(head, bytes, version, option, edits));
        if (start < 0) {
            message.release();
            return Written.TOO_LARGE;
        }
        message.readerIndex(start);
        front.running().countSent(message.readableBytes());
        return connection.write(message);
    }

    @Override
    public Written interim(ByteBuf message, Head head) {
        if (version == HttpVersion.HTTP_1_0) {
            return Written.ALL;
        }
        ByteBuffer bytes = Lease.memory(message);
        int start = loop.http1.placeHead(
                bytes,
                head,
                loop.http1.composer.response(head, bytes, version, ConnectionOption.NONE, FieldEdits.NONE));
        if (start < 0) {
            return Written.TOO_LARGE;
        }
        front.running().countSent(head.end() - start);
        return connection.write(message.retainedSlice(start, head.end() - start));
    }

    @Override
    public Written body(ByteBuf buffer) {
        return connection.write(buffer);
    }

    @Override
    public Written answer(OwnResponse response, Method method) {
        byte[] page =
                response.bytes(method, option(persistence.decideAfterAnswer()).line(), loop.http1.date);
        front.running().timeline().sent(page.length);
        return connection.write(page);
    }

    private ConnectionOption option(boolean persists) {
        if (!persists) {
            return ConnectionOption.CLOSE;
        }
        return version == HttpVersion.HTTP_1_0 ? ConnectionOption.KEEP_ALIVE : ConnectionOption.NONE;
    }

    @Override
    public int room() {
        return connection.room();
    }

    @Override
    public void awaitRoom() {
        connection.awaitRoom();
    }

    @Override
    public int untaken() {
        return connection.untaken();
    }

    @Override
    public boolean takeBack() {
        return connection.takeBack();
    }

    @Override
    public void onDrained() {
        Exchange present = front.exchange();
        if (present != null) {
            present.onFrontDrained();
        }
    }

    @Override
    public void onRoomy() {
        Exchange present = front.exchange();
        if (present != null) {
            present.onFrontRoomy();
        }
    }

    @Override
    public void onWriteFailed() {
        front.end(Ending.CLIENT_ABORT);
    }
}
