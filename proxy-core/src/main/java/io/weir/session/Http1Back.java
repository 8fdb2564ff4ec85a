package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.BackConnection;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.Connector;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.Opening;
import io.weir.connection.SinkEvents;
import io.weir.connection.Written;
import io.weir.exchange.BackStream;
import io.weir.exchange.BackStreams;
import io.weir.exchange.Carried;
import io.weir.exchange.LoopResources;
import io.weir.exchange.RequestEdits;
import io.weir.http.Framing;
import io.weir.http.Head;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A back connection that speaks HTTP/1, for the length of one exchange: encodes the request, and has {@link Http1ResponseReader} parse the
 * response. Used again for the next exchange, on another connection. Confined to its event loop.
 */
final class Http1Back implements BackStream, ConnectionEvents, SinkEvents, Connector.Client, Opening {
    /*
     *   spare --asked for--> opening --open--> carries an exchange --+--kept or closed--> spare
     *                                            ^--next exchange-- rests
     *
     * An asker is there from the question for a connection until an exchange is carried, and hears how it goes.
     */

    private final Consumer<Http1Back> spares;
    private final Http1Codec codec;
    private final Http1ResponseReader responses;

    private BackStreams.@Nullable Client asker;
    private @Nullable Opening opening;
    private @Nullable BackConnection connection;
    private @Nullable Carried exchange;

    /** A stream that carries nothing. {@code spares} takes it whenever it is over. */
    Http1Back(Consumer<Http1Back> spares, LoopResources loop, Http1Codec codec) {
        this.spares = spares;
        this.codec = codec;
        responses = new Http1ResponseReader(loop, codec);
    }

    // From the search for a connection to its end.

    /** A connection is about to be asked for, on behalf of {@code client}. */
    void asksFor(BackStreams.Client client) {
        asker = client;
    }

    /** The connection is being opened. */
    Opening opens(Opening begun) {
        opening = begun;
        return this;
    }

    @Override
    public void cancel() {
        Opening pending = opening;
        if (pending != null) {
            pending.cancel();
            giveBack();
        }
    }

    @Override
    public void onConnected(BackConnection connected) {
        opening = null;
        connection = connected;
        connected.tell(this, responses, this);
        asker().onStream(this);
    }

    @Override
    public void onConnectFailed() {
        BackStreams.Client client = asker();
        giveBack();
        client.onConnectFailed();
    }

    @Override
    public void onNoSocket() {
        BackStreams.Client client = asker();
        giveBack();
        client.onNoSocket();
    }

    @Override
    public long session() {
        return asker().session();
    }

    private BackStreams.Client asker() {
        return Http1ResponseReader.present(asker);
    }

    @Override
    public boolean introduce(byte[] header) {
        return connection().write(header) == Written.ALL;
    }

    @Override
    public void carries(Carried carried) {
        exchange = carried;
        asker = null;
        responses.begin(carried, connection());
    }

    private Carried exchange() {
        return Http1ResponseReader.present(exchange);
    }

    @Override
    public BackConnection connection() {
        return Http1ResponseReader.present(connection);
    }

    @Override
    public Look look() {
        return connection().look();
    }

    @Override
    public void keep() {
        BackConnection free = connection();
        int seconds = responses.idleSeconds();
        giveBack();
        free.keep(seconds);
    }

    @Override
    public void rest(IdleEvents events) {
        forgetExchange();
        connection().tell(events, events, events);
        connection().watch();
    }

    @Override
    public void resume() {
        connection().tell(this, responses, this);
    }

    @Override
    public void close() {
        BackConnection ended = connection();
        giveBack();
        ended.close();
    }

    @Override
    public void abort() {
        BackConnection ended = connection();
        giveBack();
        ended.abort();
    }

    private void giveBack() {
        forgetExchange();
        asker = null;
        opening = null;
        connection = null;
        spares.accept(this);
    }

    private void forgetExchange() {
        exchange = null;
        responses.forget();
    }

    // The request.

    @Override
    public Written begin(ByteBuf message, Head head, RequestEdits edits) {
        ByteBuffer bytes = Lease.memory(message);
        int start = codec.placeHead(bytes, head, codec.compose(head, bytes, edits));
        if (start < 0) {
            message.release();
            return Written.TOO_LARGE;
        }
        return connection().write(message.readerIndex(start));
    }

    @Override
    public Written body(ByteBuf buffer) {
        return connection().write(buffer);
    }

    @Override
    public boolean passes(Framing framing) {
        return true;
    }

    @Override
    public int room() {
        return connection().room();
    }

    @Override
    public void awaitRoom() {
        connection().awaitRoom();
    }

    // The response.

    @Override
    public void expect() {
        responses.expect();
    }

    @Override
    public void goOn() {
        responses.goOn();
    }

    @Override
    public void read(WaitClass urgency) {
        connection().read(urgency);
    }

    @Override
    public void pause() {
        connection().pause();
    }

    @Override
    public boolean persists() {
        return responses.persists();
    }

    @Override
    public int idleSeconds() {
        return responses.idleSeconds();
    }

    // Events of the connection.

    @Override
    public InetAddress client() {
        return exchange().client();
    }

    @Override
    public void onClosed() {
        responses.onBroken();
    }

    @Override
    public void onEvicted() {
        exchange().onServerEvicted();
    }

    @Override
    public void onBug(Throwable cause) {
        Carried carried = exchange;
        if (carried != null) {
            carried.onBug(cause);
        } else {
            asker().onBug(cause);
        }
    }

    @Override
    public void onWriteFailed() {
        Carried carried = exchange;
        if (carried != null) {
            carried.sent().onWriteFailed();
        }
    }

    @Override
    public void onDrained() {
        exchange().sent().onDrained();
    }

    @Override
    public void onRoomy() {
        exchange().sent().onRoomy();
    }
}
