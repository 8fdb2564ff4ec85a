package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.connection.Look;
import io.weir.connection.SourceEvents;
import io.weir.exchange.Exchange;
import io.weir.exchange.RequestSource;
import io.weir.http.Head;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.tunnel.Tunnel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one front connection that speaks HTTP/1: finds where each head and body ends, and keeps what was sent ahead. Holds one buffer
 * at most, beside that of the exchange. Confined to its event loop.
 */
final class Http1Requests implements RequestSource, SourceEvents {

    /*
     *   IDLE --first byte--> HEAD --blank line--> MESSAGE --exchange over--> IDLE
     *
     * In HEAD a partial head is parked and its buffer returned. Where parking is full the buffer is kept and read into: bounded either way.
     *
     * Bytes behind a request in its buffer are the next request, sent early. They are parked, as "ahead", and read when this exchange is over. Where
     * parking is full, or if it was there before the session, its buffer is kept instead, as "unread".
     *
     * While nothing of a request is missing, the client is watched without a buffer, to see it go away.
     */

    private enum State {
        IDLE,
        HEAD,
        MESSAGE
    }

    private final RequestsOwner front;
    private final SessionLoop loop;
    private final Connection connection;
    private final Body body = Body.ofRequests();
    private final SentAhead ahead;
    private final PartialHead partial;

    private State state = State.IDLE;
    private boolean hasBytes;
    private boolean whole;
    private boolean stopped;
    private boolean ended;

    Http1Requests(RequestsOwner front, SessionLoop loop, Connection connection) {
        this.front = front;
        this.loop = loop;
        this.connection = connection;
        ahead = new SentAhead(loop, connection);
        partial = ahead.head();
    }

    /** Keeps what has been read of the connection before the session began. Takes ownership of {@code first}. */
    void begin(ByteBuf first) {
        ahead.keep(first);
    }

    /** Takes up what the client has sent of its next request, or waits for it. */
    void next() {
        state = State.IDLE;
        whole = false;
        stopped = false;
        if (ahead.keepsBuffer()) {
            parse(ahead.take());
        } else if (partial.length() > 1) {
            connection.lease(WaitClass.START);
        } else {
            if (!partial.isEmpty()) {
                // A byte that came while the server worked: no idle client, but one that has begun a head.
                beginHead();
                hasBytes = true;
            }
            connection.read(WaitClass.START);
        }
    }

    /** Waits for the next request no longer than a drain does. */
    void hurry() {
        if (state == State.IDLE && !ahead.isThere()) {
            front.hurry();
        }
    }

    /**
     * The wait for the next request is over. Begins with one whose first byte has arrived and was not read yet: closing the connection would
     * reset it, and the request would be lost. Returns whether there is one.
     */
    boolean takeUp() {
        if (state == State.IDLE && partial.isEmpty() && connection.stir() == Look.BYTES) {
            front.next();
        }
        return state == State.HEAD && !stopped;
    }

    /** What the client has sent behind its request. */
    SentAhead ahead() {
        return ahead;
    }

    /** Whether the whole request has been received. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the client has ended its bytes. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether a head is being read. */
    boolean isInHead() {
        return state == State.HEAD;
    }

    /** Whether an exchange has begun only because the connection became readable: not a byte of its head has been seen. */
    boolean isUntold() {
        return state == State.HEAD && !hasBytes && !stopped;
    }

    @Override
    public int readLimit() {
        Exchange present = front.exchange();
        return present == null ? Integer.MAX_VALUE : present.request().readLimit();
    }

    @Override
    public void onEnd() {
        ended = true;
        front.onEnd();
    }

    // The head.

    @Override
    public void prime(ByteBuf buffer) {
        if (state != State.MESSAGE) {
            partial.prime(buffer);
        } else if (body.mayEndWithin(buffer.capacity())) {
            // The next head may begin behind the body, and grows when it is edited.
            int start = loop.http1.headStart(0, buffer.capacity());
            buffer.setIndex(start, start);
        }
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        Exchange present = front.exchange();
        if (state != State.MESSAGE) {
            parseMore(buffer);
        } else if (present != null && !stopped) {
            forward(present, buffer);
        } else {
            buffer.release();
        }
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        Exchange present = front.exchange();
        if (state != State.MESSAGE) {
            partial.prime(buffer);
            partial.clear();
            parse(buffer);
        } else if (present != null) {
            present.request().onBuffer(buffer);
        } else {
            buffer.release();
        }
    }

    @Override
    public void onStirred(byte first) {
        partial.keep(first);
    }

    @Override
    public void onWaitBegin() {
        Exchange present = state == State.IDLE ? beginHead() : front.running();
        if (state == State.HEAD) {
            present.request().onWaitBegin(front.phase());
        } else {
            present.request().onWaitBegin();
        }
    }

    @Override
    public void onWaitEnd() {
        Exchange present = front.exchange();
        if (present != null) {
            present.request().onWaitEnd();
        }
    }

    private void parseMore(ByteBuf buffer) {
        if (partial.resume(buffer)) {
            parse(buffer);
        } else {
            keepPartialHead(buffer);
        }
    }

    private void parse(ByteBuf buffer) {
        Exchange begun = state == State.IDLE ? beginHead() : front.running();
        hasBytes = true;
        switch (loop.http1.parser.parseRequest(
                Lease.memory(buffer), buffer.readerIndex(), buffer.writerIndex(), loop.http1.head)) {
            case COMPLETE -> {
                accept(begun, buffer, loop.http1.head);
                front.forwarding().forgetLines();
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> {
                begun.timeline().asked(Lease.memory(buffer), loop.http1.head);
                reject(buffer, loop.http1.parser.violation());
            }
        }
    }

    private Exchange beginHead() {
        state = State.HEAD;
        hasBytes = false;
        return front.beginExchange();
    }

    private void keepPartialHead(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            // Nothing but the empty line that may stand before a request.
            buffer.release();
            connection.read(WaitClass.START);
            return;
        }
        if (partial.keep(buffer)) {
            connection.read(WaitClass.START);
        } else if (loop.resources.mayHold(buffer, front.client())) {
            connection.readInto(buffer);
        } else {
            keepLine(front.running(), Lease.memory(buffer), buffer.readerIndex(), buffer.writerIndex());
            reject(buffer, Ending.PARKING_FULL);
        }
    }

    /** If the head has not come to its end, it will not any more: tells {@code begun} what has come of it, and forgets it. */
    void giveUpHead(Exchange begun) {
        if (state == State.HEAD && !partial.isEmpty()) {
            keepLine(begun, partial.view(), 0, partial.length());
            begun.timeline().received(partial.length());
            partial.clear();
        }
    }

    private void keepLine(Exchange begun, ByteBuffer bytes, int from, int to) {
        loop.http1.parser.parseRequest(bytes, from, to, loop.http1.head);
        begun.timeline().asked(bytes, loop.http1.head);
    }

    private void accept(Exchange begun, ByteBuf buffer, Http1Head head) {
        ByteBuffer bytes = Lease.memory(buffer);
        front.readUpgrade(head, bytes);
        Reason refusal = begun.onHead(head, bytes);
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        front.onHead(head);
        body.begin(head.framing(), head.contentLength());
        int end = body.advance(bytes, head.end(), buffer.writerIndex());
        refusal = whyNoBody(begun);
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        ByteBuf message = ahead.split(buffer, head.start(), end, front.client());
        if (message.isReadable()) {
            begun.timeline().received(end - body.keptEnd());
            message.writerIndex(body.keptEnd());
            whole = body.isComplete();
            state = State.MESSAGE;
            front.phase().leave();
            begun.onRequest(head, message, whole);
        } else {
            begun.timeline().received(end - head.start());
            begun.refuse(Ending.PARKING_FULL);
        }
    }

    @Override
    public void restore(ByteBuf message, Head head) {
        message.readerIndex(HeadParser.restorePath(Lease.memory(message), head));
    }

    @Override
    public void place(ByteBuf buffer, int length) {
        loop.http1.place(buffer, length);
    }

    @Override
    public Head parseAgain(ByteBuf message) {
        return loop.http1.parseAgain(message);
    }

    // The body.

    private void forward(Exchange to, ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = body.advance(Lease.memory(buffer), start, buffer.writerIndex());
        Reason refusal = whyNoBody(to);
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        ByteBuf piece = ahead.split(buffer, start, end, front.client());
        if (piece.isReadable()) {
            to.timeline().received(end - body.keptEnd());
            piece.writerIndex(body.keptEnd());
            whole = body.isComplete();
            to.request().onBody(piece, whole);
        } else {
            to.timeline().received(end - start);
            to.refuse(Ending.PARKING_FULL);
        }
    }

    // Why the body as far as it is known cannot be taken, or null.
    private @Nullable Reason whyNoBody(Exchange begun) {
        return body.isViolated() ? body.violation() : begun.whyTooLarge(body.size());
    }

    private void reject(ByteBuf buffer, Reason reason) {
        Exchange refused = front.running();
        refused.timeline().received(buffer.readableBytes());
        buffer.release();
        refused.refuse(reason);
    }

    // Calls of the exchange.

    @Override
    public void read(WaitClass urgency) {
        connection.read(urgency);
    }

    @Override
    public void lease(WaitClass urgency) {
        connection.lease(urgency);
    }

    @Override
    public void hold(ByteBuf buffer) {
        connection.hold(buffer);
    }

    // Only where nothing more of this request is to be read, nor anything behind it.
    @Override
    public void watch() {
        if (whole && !ahead.isThere() && !ended) {
            connection.watch();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        front.phase().leave();
        connection.pause();
    }

    // The end.

    /** Whether what was sent ahead has a buffer, which others may need. */
    @Override
    public boolean keepsBuffer() {
        return ahead.keepsBuffer();
    }

    /** Hands over the bytes that the client has sent behind its request. The tunnel carries those that follow. */
    Tunnel.Received handOver() {
        return ahead.handOver(ended);
    }

    /** Gives back all that it holds. */
    void close() {
        ahead.close();
    }
}
