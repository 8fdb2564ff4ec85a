package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.BackConnection;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.Connector;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.Opening;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import io.weir.connection.Written;
import io.weir.exchange.BackStream;
import io.weir.exchange.BackStreams;
import io.weir.exchange.Exchange;
import io.weir.exchange.RequestEdits;
import io.weir.exchange.ResponseFlow;
import io.weir.exchange.ServerFault;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A back connection that speaks HTTP/1, for the length of one exchange: encodes the request, parses the response. Used again for the next
 * exchange, on another connection. Holds one buffer at most. Confined to its event loop.
 */
final class Http1Back implements BackStream, ConnectionEvents, SourceEvents, SinkEvents, Connector.Client, Opening {
    /*
     *   OVER --asked for--> QUIET --expect--> HEAD --final head--> BODY --kept or closed--> OVER
     *
     * A buffer may hold several heads: interim responses, then the final one. While the flow has not passed an interim response on, what is
     * behind it stays here, as "unread".
     */

    private enum State {
        /** Lent to nobody. */
        OVER,
        /** A connection is being opened, or is open and has not been sent a request. */
        QUIET,
        /** The head of a response is awaited. */
        HEAD,
        /** The body of the final response is on its way. */
        BODY
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_SAID = -1;

    private final Http1Backs backs;
    private final SessionLoop loop;
    private final Body body = Body.ofResponses();
    private final PartialHead partial;

    private State state = State.OVER;
    private BackStreams.@Nullable Client asker;
    private @Nullable Opening opening;
    private @Nullable BackConnection connection;
    private @Nullable Exchange exchange;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean extracting;
    private boolean persists;
    private int idleSeconds = NOT_SAID;

    Http1Back(Http1Backs backs, SessionLoop loop) {
        this.backs = backs;
        this.loop = loop;
        partial = new PartialHead(loop);
    }

    // From the search for a connection to its end.

    /** A connection is about to be asked for, on behalf of {@code client}. */
    void asksFor(BackStreams.Client client) {
        asker = client;
    }

    /** The connection is being opened. */
    Opening opens(Opening begun) {
        opening = begun;
        state = State.QUIET;
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
        connected.tell(this, this, this);
        state = State.QUIET;
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
        return present(asker);
    }

    @Override
    public boolean introduce(byte[] header) {
        return connection().write(header) == Written.ALL;
    }

    @Override
    public void carries(Exchange carried) {
        exchange = carried;
        asker = null;
        extracting = false;
        persists = false;
        idleSeconds = NOT_SAID;
    }

    private Exchange exchange() {
        return present(exchange);
    }

    private ResponseFlow response() {
        return exchange().response();
    }

    @Override
    public BackConnection connection() {
        return present(connection);
    }

    private static <T> T present(@Nullable T what) {
        if (what == null) {
            throw new IllegalStateException("the stream is over, or not open yet");
        }
        return what;
    }

    @Override
    public Look look() {
        return connection().look();
    }

    @Override
    public void keep() {
        BackConnection free = connection();
        int seconds = idleSeconds;
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
        connection().tell(this, this, this);
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
        state = State.OVER;
        asker = null;
        opening = null;
        connection = null;
        backs.giveBack(this);
    }

    private void forgetExchange() {
        state = State.QUIET;
        exchange = null;
        partial.clear();
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    // The request.

    @Override
    public Written begin(ByteBuf message, Head head, RequestEdits edits) {
        ByteBuffer bytes = Lease.memory(message);
        int start = loop.http1.placeHead(bytes, head, loop.http1.compose(head, bytes, edits));
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
        state = State.HEAD;
        connection().read(WaitClass.FINISH);
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
        return persists;
    }

    @Override
    public int idleSeconds() {
        return idleSeconds;
    }

    @Override
    public int readLimit() {
        return response().readLimit();
    }

    @Override
    public InetAddress client() {
        return exchange().client();
    }

    @Override
    public void prime(ByteBuf buffer) {
        if (state == State.HEAD) {
            partial.prime(buffer);
        }
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        switch (state) {
            case HEAD -> {
                response().onFirstByte();
                parseMore(buffer);
            }
            case BODY -> pass(buffer);
            case QUIET, OVER -> buffer.release();
        }
    }

    private void parseMore(ByteBuf buffer) {
        if (partial.resume(buffer)) {
            parse(buffer);
        } else {
            keepPartialHead(buffer);
        }
    }

    // In a loop, not by recursion: a server may fill a whole buffer with interim responses.
    private void parse(ByteBuf buffer) {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = parseNext(buffer) && hasMore(buffer);
        }
    }

    // Returns whether there was an interim response that has been passed on, and the buffer is still ours.
    private boolean parseNext(ByteBuf buffer) {
        Http1Head head = loop.http1.head;
        switch (loop.http1.parser.parseResponse(
                Lease.memory(buffer),
                buffer.readerIndex(),
                buffer.writerIndex(),
                exchange().method(),
                head)) {
            case COMPLETE -> {
                return accept(buffer, head);
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> fail(buffer, ServerFault.of(loop.http1.parser.violation()));
        }
        return false;
    }

    private void keepPartialHead(ByteBuf buffer) {
        if (partial.keep(buffer)) {
            connection().read(WaitClass.FINISH);
        } else if (loop.resources.mayHold(buffer, exchange().client())) {
            connection().readInto(buffer);
        } else {
            fail(buffer, Ending.PARKING_FULL);
        }
    }

    private boolean accept(ByteBuf buffer, Http1Head head) {
        if (head.authenticatesConnection()) {
            exchange().logIn();
        }
        if (head.status() == SWITCHING_PROTOCOLS) {
            response().onChange(buffer, head);
            return false;
        }
        if (head.isInterim()) {
            return passInterim(buffer, head);
        }
        begin(buffer, head);
        return false;
    }

    private boolean passInterim(ByteBuf buffer, Head head) {
        int end = head.end();
        unread = buffer;
        boolean passed = response().onInterim(buffer, head);
        if (!unread.isReadable()) {
            // The exchange is over, and the buffer with it.
            return false;
        }
        buffer.readerIndex(end);
        if (passed) {
            unread = Unpooled.EMPTY_BUFFER;
        }
        return passed;
    }

    // Behind an interim response. Gives the buffer back if nothing is there.
    private boolean hasMore(ByteBuf buffer) {
        response().onAwaited();
        if (buffer.isReadable()) {
            return true;
        }
        buffer.release();
        connection().read(WaitClass.FINISH);
        return false;
    }

    @Override
    public void goOn() {
        ByteBuf buffer = unread;
        unread = Unpooled.EMPTY_BUFFER;
        if (hasMore(buffer)) {
            parse(buffer);
        }
    }

    private void begin(ByteBuf buffer, Http1Head head) {
        persists = head.keepAlive();
        idleSeconds = head.keepAliveTimeoutSeconds();
        extracting = head.framing() == Framing.CHUNKED && !response().passes(Framing.CHUNKED);
        body.begin(head.framing(), head.contentLength());
        state = State.BODY;
        int end = advance(buffer, head.end());
        if (end < 0) {
            fail(buffer, ServerFault.of(body.violation()));
        } else {
            response().onHead(buffer.setIndex(head.start(), end), head, body.isComplete());
        }
    }

    private void pass(ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = advance(buffer, start);
        if (end < 0) {
            fail(buffer, ServerFault.of(body.violation()));
        } else {
            response().onBody(buffer.setIndex(start, end), body.isComplete());
        }
    }

    // Returns where the bytes of the body that go on end, or -1 if they are none.
    private int advance(ByteBuf buffer, int start) {
        ByteBuffer bytes = Lease.memory(buffer);
        int received = buffer.writerIndex();
        int end = extracting ? body.extract(bytes, start, received) : body.advance(bytes, start, received);
        if (body.isViolated()) {
            return -1;
        }
        if (persists && end < received) {
            // Bytes behind the end of the response answer no request of ours.
            persists = false;
            exchange().onUnsolicited();
        }
        return extracting ? body.payloadEnd() : end;
    }

    private void fail(ByteBuf buffer, Reason reason) {
        buffer.release();
        response().onFault(reason);
    }

    @Override
    public void onEnd() {
        if (state == State.BODY && body.endsWithClose()) {
            persists = false;
            response().onEnd();
        } else {
            onClosed();
        }
    }

    @Override
    public void onClosed() {
        Exchange carried = exchange;
        if (carried != null) {
            carried.response().onBroken();
        }
    }

    @Override
    public void onEvicted() {
        exchange().refuse(Ending.SERVER_EVICTED);
    }

    @Override
    public void onBug(Throwable cause) {
        Exchange carried = exchange;
        if (carried != null) {
            carried.onBug(cause);
        } else {
            asker().onBug(cause);
        }
    }

    @Override
    public void onWriteFailed() {
        Exchange carried = exchange;
        if (carried != null) {
            carried.request().onSinkFailed();
            carried.response().onRequestSent();
        }
    }

    @Override
    public void onDrained() {
        exchange().request().onSinkDrained();
    }

    @Override
    public void onRoomy() {
        exchange().request().onSinkRoomy();
    }

    @Override
    public void onWaitBegin() {
        response().onWaitBegin();
    }

    @Override
    public void onWaitEnd() {
        response().onWaitEnd();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onStirred(byte first) {}
}
