package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.WaitClass;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadParser;
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
final class Http1Back implements BackStream, PeerEvents {
    /*
     *   IDLE --expect--> HEAD --final head--> BODY --released--> IDLE
     *
     * A buffer may hold several heads: interim responses, then the final one. While the flow has not passed an interim response on, what is
     * behind it stays here, as "unread".
     */

    private enum State {
        IDLE,
        HEAD,
        BODY
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_SAID = -1;

    private final Exchange exchange;
    private final ResponseFlow response;
    private final LoopServices loop;
    private final Body body = Body.ofResponses();
    private final PartialHead partial;

    private State state = State.IDLE;
    private @Nullable Peer peer;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean extracting;
    private boolean persists;
    private int idleSeconds = NOT_SAID;

    Http1Back(Exchange exchange, LoopServices loop) {
        this.exchange = exchange;
        this.loop = loop;
        response = exchange.response;
        partial = new PartialHead(loop);
    }

    @Override
    public void attach(Peer connection) {
        peer = connection;
        state = State.IDLE;
        extracting = false;
        persists = false;
        idleSeconds = NOT_SAID;
    }

    @Override
    public void release() {
        state = State.IDLE;
        peer = null;
        partial.clear();
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public PeerEvents events() {
        return this;
    }

    @Override
    public Peer connection() {
        Peer present = peer;
        if (present == null) {
            throw new IllegalStateException("released");
        }
        return present;
    }

    @Override
    public boolean isQuiet() {
        return connection().look() == Peer.Look.QUIET;
    }

    // The request.

    // Hardly any edits add more than the room in front of the head. Only those are written to find out.
    @Override
    public boolean fits(Head head, ByteBuffer bytes, RequestEdits edits) {
        int start = HeadParser.restoredStart(head);
        int room = loop.roomBefore(start);
        int mostAdded = LoopServices.OWN_LINES
                + HeadComposer.mostAdded(head, edits.forwarding(), edits.upgradeFields(), edits.path(), edits.fields());
        return mostAdded <= room
                || (compose(head, bytes, edits) && loop.composer.length() <= room + head.end() - start);
    }

    private boolean compose(Head head, ByteBuffer bytes, RequestEdits edits) {
        return loop.composer.request(
                head, bytes, edits.forwarding(), edits.upgradeFields(), edits.path(), edits.fields());
    }

    @Override
    public Peer.Written begin(ByteBuf message, Head head, RequestEdits edits) {
        ByteBuffer bytes = PartialHead.memory(message);
        int start = loop.placeHead(bytes, head, compose(head, bytes, edits));
        if (start < 0) {
            message.release();
            return Peer.Written.TOO_LARGE;
        }
        return connection().write(message.readerIndex(start));
    }

    @Override
    public Peer.Written body(ByteBuf buffer) {
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
        return response.readLimit();
    }

    @Override
    public InetAddress client() {
        return exchange.client();
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
                response.onFirstByte();
                parseMore(buffer);
            }
            case BODY -> pass(buffer);
            case IDLE -> buffer.release();
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
        Http1Head head = loop.head;
        switch (loop.parser.parseResponse(
                PartialHead.memory(buffer), buffer.readerIndex(), buffer.writerIndex(), exchange.method(), head)) {
            case COMPLETE -> {
                return accept(buffer, head);
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> fail(buffer, ServerFault.of(loop.parser.violation()));
        }
        return false;
    }

    private void keepPartialHead(ByteBuf buffer) {
        if (partial.keep(buffer)) {
            connection().read(WaitClass.FINISH);
        } else if (loop.mayHold(buffer, exchange.client())) {
            connection().readInto(buffer);
        } else {
            fail(buffer, Ending.PARKING_FULL);
        }
    }

    private boolean accept(ByteBuf buffer, Http1Head head) {
        if (head.authenticatesConnection()) {
            exchange.logIn();
        }
        if (head.status() == SWITCHING_PROTOCOLS) {
            response.onChange(buffer, head);
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
        boolean passed = response.onInterim(buffer, head);
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
        response.onAwaited();
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
        extracting = head.framing() == Framing.CHUNKED && !response.passes(Framing.CHUNKED);
        body.begin(head.framing(), head.contentLength());
        state = State.BODY;
        int end = advance(buffer, head.end());
        if (end < 0) {
            fail(buffer, ServerFault.of(body.violation()));
        } else {
            response.onHead(buffer.setIndex(head.start(), end), head, body.isComplete());
        }
    }

    private void pass(ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = advance(buffer, start);
        if (end < 0) {
            fail(buffer, ServerFault.of(body.violation()));
        } else {
            response.onBody(buffer.setIndex(start, end), body.isComplete());
        }
    }

    // Returns where the bytes of the body that go on end, or -1 if they are none.
    private int advance(ByteBuf buffer, int start) {
        ByteBuffer bytes = PartialHead.memory(buffer);
        int received = buffer.writerIndex();
        int end = extracting ? body.extract(bytes, start, received) : body.advance(bytes, start, received);
        if (body.isViolated()) {
            return -1;
        }
        if (persists && end < received) {
            // Bytes behind the end of the response answer no request of ours.
            persists = false;
            exchange.onUnsolicited();
        }
        return extracting ? body.payloadEnd() : end;
    }

    private void fail(ByteBuf buffer, Reason reason) {
        buffer.release();
        response.onFault(reason);
    }

    @Override
    public void onEnd() {
        if (state == State.BODY && body.endsWithClose()) {
            persists = false;
            response.onEnd();
        } else {
            response.onBroken();
        }
    }

    @Override
    public void onClosed() {
        response.onBroken();
    }

    @Override
    public void onEvicted() {
        exchange.refuse(Ending.SERVER_EVICTED);
    }

    @Override
    public void onBug(Throwable cause) {
        exchange.onBug(cause);
    }

    @Override
    public void onWriteFailed() {
        exchange.request.onSinkFailed();
        response.onRequestSent();
    }

    @Override
    public void onDrained() {
        exchange.request.onSinkDrained();
    }

    @Override
    public void onRoomy() {
        exchange.request.onSinkRoomy();
    }

    @Override
    public void onWaitBegin() {
        response.onWaitBegin();
    }

    @Override
    public void onWaitEnd() {
        response.onWaitEnd();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onStirred(byte first) {}
}
