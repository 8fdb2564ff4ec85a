package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.ByteSource;
import io.weir.connection.SourceEvents;
import io.weir.exchange.Carried;
import io.weir.exchange.LoopResources;
import io.weir.exchange.ResponseEvents;
import io.weir.exchange.ServerFault;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of back connections that speak HTTP/1, for one exchange after the other: finds where each head and body ends. Holds one
 * buffer at most. Confined to its event loop.
 */
final class Http1ResponseReader implements SourceEvents {
    /*
     *   QUIET --expect--> HEAD --final head--> BODY --forget--> QUIET
     *
     * A buffer may hold several heads: interim responses, then the final one. While the flow has not passed an interim response on, what is
     * behind it stays here, as "unread".
     */

    private enum State {
        /** No response is awaited. */
        QUIET,
        /** The head of a response is awaited. */
        HEAD,
        /** The body of the final response is on its way. */
        BODY
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_SAID = -1;

    private final LoopResources loop;
    private final Http1Codec codec;
    private final Body body = Body.ofResponses();
    private final PartialHead partial;

    private State state = State.QUIET;
    private @Nullable Carried exchange;
    private @Nullable ByteSource connection;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean extracting;
    private boolean persists;
    private int idleSeconds = NOT_SAID;

    Http1ResponseReader(LoopResources loop, Http1Codec codec) {
        this.loop = loop;
        this.codec = codec;
        partial = new PartialHead(codec, loop.parking());
    }

    /** Reads for this exchange from now on, and from that connection. */
    void begin(Carried carried, ByteSource from) {
        exchange = carried;
        connection = from;
        extracting = false;
        persists = false;
        idleSeconds = NOT_SAID;
    }

    /** A response is awaited from now on. */
    void expect() {
        state = State.HEAD;
        connection().read(WaitClass.FINISH);
    }

    /** Gives back all that is held for the exchange, which it reads for no longer. */
    void forget() {
        state = State.QUIET;
        exchange = null;
        connection = null;
        partial.clear();
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    /** Whether the connection can serve another exchange after a response that has been received whole. */
    boolean persists() {
        return persists;
    }

    /** How many seconds the server keeps an idle connection, as it says; -1 if it does not say. */
    int idleSeconds() {
        return idleSeconds;
    }

    /** What must be there as long as a stream is open. */
    static <T> T present(@Nullable T what) {
        if (what == null) {
            throw new IllegalStateException("the stream is over, or not open yet");
        }
        return what;
    }

    private Carried exchange() {
        return present(exchange);
    }

    private ResponseEvents response() {
        return exchange().response();
    }

    private ByteSource connection() {
        return present(connection);
    }

    @Override
    public int readLimit() {
        return response().readLimit();
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
            case QUIET -> buffer.release();
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
        Http1Head head = codec.head;
        switch (codec.parser.parseResponse(
                Lease.memory(buffer),
                buffer.readerIndex(),
                buffer.writerIndex(),
                exchange().method(),
                head)) {
            case COMPLETE -> {
                return accept(buffer, head);
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> fail(buffer, ServerFault.of(codec.parser.violation()));
        }
        return false;
    }

    private void keepPartialHead(ByteBuf buffer) {
        if (partial.keep(buffer)) {
            connection().read(WaitClass.FINISH);
        } else if (loop.mayHold(buffer, exchange().client())) {
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

    /** Goes on with what is behind an interim response that has been passed on. */
    void goOn() {
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
        return body.keptEnd();
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
            onBroken();
        }
    }

    /** The connection is gone, or its bytes have ended too early. */
    void onBroken() {
        Carried carried = exchange;
        if (carried != null) {
            carried.response().onBroken();
        }
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
