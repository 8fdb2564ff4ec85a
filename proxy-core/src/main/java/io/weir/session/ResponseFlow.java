package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.WaitClass;
import io.weir.http.ConnectionOption;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http.Reason;
import io.weir.http.Violation;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Carries responses from the server to the client. Holds one buffer at most. Confined to its event loop. */
final class ResponseFlow implements PeerEvents, PhaseTimer.Owner {
    /*
     *   NONE --request goes out--> HEAD --final head--> BODY --last byte taken by the client's socket--> NONE
     *
     * In HEAD interim responses (1xx) are passed on, each written from its place in the buffer before the next head in the same
     * buffer is looked at. Their number and the time that they take are bounded: see FinalHeadWait.
     *
     * A response that breaks off, interim or final, is never ended as if it were whole. If the client's socket has taken a byte of it, nothing
     * follows it: the front connection is reset. Else it is taken back, and the client gets a page of our own.
     */

    private enum State {
        NONE,
        HEAD,
        INTERIM,
        BODY
    }

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;
    private static final int NOT_SAID = -1;

    final PhaseTimer phase;
    private final HttpSession session;
    private final LoopServices loop;
    private final Body body = Body.ofResponses();
    private final PartialHead partial;
    private final FinalHeadWait wait = new FinalHeadWait();

    private State state = State.NONE;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean stalled;
    private boolean extracting;
    private boolean backKeepsAlive;
    private int idleSeconds = NOT_SAID;
    private long bodyBytes;
    private long messageBytes;
    private long waitingSince;

    ResponseFlow(HttpSession session, LoopServices loop) {
        this.session = session;
        this.loop = loop;
        phase = new PhaseTimer(loop.scheduler, this);
        partial = new PartialHead(loop);
    }

    @Override
    public void onExpired(Ending ending) {
        session.onResponseExpired(ending);
    }

    /** A new exchange begins. */
    void reset() {
        state = State.NONE;
        stalled = false;
        extracting = false;
        backKeepsAlive = false;
        idleSeconds = NOT_SAID;
        bodyBytes = 0;
        wait.reset();
    }

    /** The request is about to go out. */
    void expect() {
        state = State.HEAD;
        readHead();
    }

    /** The request is out. */
    void onRequestSent() {
        if (state == State.HEAD || state == State.INTERIM) {
            wait.begin(loop.now(), session.timeouts().responseHead());
            if (!wait.isStopped()) {
                enterHeadPhase();
            }
        }
    }

    private void enterHeadPhase() {
        if (wait.hasBegun()) {
            phase.enter(Ending.RESPONSE_HEAD_TIMEOUT, wait.remaining(loop.now()));
        } else {
            phase.leave();
        }
    }

    /**
     * Whether the client's socket has taken a byte of a message that nothing but bytes of the server can end: of the final response, or of an
     * interim one.
     */
    boolean hasLeft() {
        boolean hasBegun = state == State.BODY || state == State.INTERIM;
        return hasBegun && messageBytes > session.front.untaken();
    }

    @Override
    public int readLimit() {
        Peer sink = session.front;
        int limit = loop.readLimit(sink, session.client);
        if (limit == 0) {
            // Also in HEAD: the server has answered, and its time does not run while the client has no room for that.
            wait.stop(loop.now());
            phase.enter(Ending.CLIENT_STALL_TIMEOUT, session.timeouts().writeStall());
            sink.awaitRoom();
        }
        return limit;
    }

    @Override
    public InetAddress client() {
        return session.client;
    }

    /** The client is sure to take more. */
    void onSinkRoomy() {
        if (state == State.HEAD) {
            goOnWaiting();
            readHead();
        } else if (state == State.BODY) {
            readBody();
        }
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
                session.timeline.firstByte(loop.realNow());
                parseMore(buffer);
            }
            case BODY -> forward(buffer);
            default -> buffer.release();
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

    // Returns whether there was an interim response, and the buffer is still ours.
    private boolean parseNext(ByteBuf buffer) {
        Head head = loop.head;
        switch (loop.parser.parseResponse(
                PartialHead.memory(buffer), buffer.readerIndex(), buffer.writerIndex(), session.method(), head)) {
            case COMPLETE -> {
                return accept(buffer, head);
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> refuse(buffer, ServerFault.of(loop.parser.violation()));
        }
        return false;
    }

    private void keepPartialHead(ByteBuf buffer) {
        Peer source = session.back();
        if (source == null) {
            buffer.release();
        } else if (partial.keep(buffer)) {
            source.read(WaitClass.FINISH);
        } else if (loop.mayHold(buffer, session.client)) {
            source.readInto(buffer);
        } else {
            refuse(buffer, Ending.PARKING_FULL);
        }
    }

    private boolean accept(ByteBuf buffer, Head head) {
        if (head.authenticatesConnection()) {
            session.onLogIn();
        }
        if (head.status() == SWITCHING_PROTOCOLS) {
            change(buffer, head);
            return false;
        }
        if (head.status() < FIRST_FINAL) {
            if (wait.isTooMany(head.status(), loop.now())) {
                refuse(buffer, Ending.TOO_MANY_INTERIM);
                return false;
            }
            return passInterim(buffer, head);
        }
        begin(buffer, head);
        return false;
    }

    // To the protocol that the client has offered, if the server may.
    private void change(ByteBuf buffer, Head head) {
        ByteBuffer bytes = PartialHead.memory(buffer);
        if (!session.mayChange(head, bytes)) {
            refuse(buffer, Ending.UPGRADE_REFUSED);
            return;
        }
        int start = place(bytes, head, loop.composer.switching(head, bytes, session.upgradeFields()));
        if (start < 0) {
            refuse(buffer, ServerFault.of(Violation.HEAD_TOO_LARGE));
            return;
        }
        close();
        session.change(buffer.setIndex(start, buffer.writerIndex()));
    }

    // Returns whether it is passed, so that what is behind it can be looked at.
    private boolean passInterim(ByteBuf buffer, Head head) {
        int end = head.end();
        if (session.clientMinorVersion() == 0) {
            buffer.readerIndex(end);
            return true;
        }
        int start = edit(PartialHead.memory(buffer), head, ConnectionOption.NONE);
        if (start < 0) {
            refuse(buffer, ServerFault.of(Violation.HEAD_TOO_LARGE));
            return false;
        }
        messageBytes = 0;
        countSent(end - start);
        buffer.readerIndex(end);
        if (session.front.write(buffer.retainedSlice(start, end - start)) == Peer.Written.ALL) {
            return true;
        }
        state = State.INTERIM;
        unread = buffer;
        awaitSink();
        return false;
    }

    // After an interim response. Gives the buffer back if nothing is behind it.
    private boolean hasMore(ByteBuf buffer) {
        goOnWaiting();
        if (buffer.isReadable()) {
            return true;
        }
        buffer.release();
        readHead();
        return false;
    }

    private void afterInterim() {
        ByteBuf buffer = unread;
        unread = Unpooled.EMPTY_BUFFER;
        state = State.HEAD;
        if (hasMore(buffer)) {
            parse(buffer);
        }
    }

    private void begin(ByteBuf buffer, Head head) {
        ByteBuffer bytes = PartialHead.memory(buffer);
        boolean chunked = head.framing() == Framing.CHUNKED;
        extracting = chunked && session.clientMinorVersion() == 0;
        backKeepsAlive = head.keepAlive();
        idleSeconds = head.keepAliveTimeoutSeconds();
        ConnectionOption option = session.decideKeepAlive(head.framing() != Framing.UNTIL_CLOSE && !extracting);
        int start = edit(bytes, head, option);
        if (start < 0) {
            refuse(buffer, ServerFault.of(Violation.HEAD_TOO_LARGE));
            return;
        }
        session.timeline.answered(head.status());
        messageBytes = 0;
        body.begin(head.framing(), head.contentLength());
        state = State.BODY;
        pass(buffer, start, head.end());
    }

    private int edit(ByteBuffer bytes, Head head, ConnectionOption option) {
        return place(
                bytes,
                head,
                loop.composer.response(
                        head,
                        bytes,
                        option,
                        session.clientMinorVersion() == 0,
                        session.route().edits().response()));
    }

    // Returns where the edited head begins: it ends where the received one did.
    private int place(ByteBuffer bytes, Head head, boolean fits) {
        if (!fits) {
            return -1;
        }
        int start = head.end() - loop.composer.length();
        if (start >= 0) {
            bytes.put(start, loop.composer.array(), 0, loop.composer.length());
        }
        return start;
    }

    private void forward(ByteBuf buffer) {
        pass(buffer, buffer.readerIndex(), buffer.readerIndex());
    }

    // Sends the bytes from start on, of which those from bodyStart on are body. Takes ownership of the buffer.
    private void pass(ByteBuf buffer, int start, int bodyStart) {
        ByteBuffer bytes = PartialHead.memory(buffer);
        int received = buffer.writerIndex();
        int end = extracting ? body.extract(bytes, bodyStart, received) : body.advance(bytes, bodyStart, received);
        if (body.isViolated()) {
            refuse(buffer, ServerFault.of(body.violation()));
            return;
        }
        if (backKeepsAlive && end < received) {
            // Bytes behind the end of the response answer no request of ours.
            backKeepsAlive = false;
            session.onUnsolicited();
        }
        int sent = extracting ? body.payloadEnd() : end;
        bodyBytes += sent - bodyStart;
        countSent(sent - start);
        buffer.setIndex(start, sent);
        write(buffer);
    }

    private void countSent(int bytes) {
        messageBytes += bytes;
        session.timeline.sent(bytes);
    }

    private void write(ByteBuf buffer) {
        if (session.front.write(buffer) == Peer.Written.ALL) {
            afterWrite();
        } else {
            awaitSink();
        }
    }

    private void awaitSink() {
        stalled = true;
        wait.stop(loop.now());
        phase.enter(Ending.CLIENT_STALL_TIMEOUT, session.timeouts().writeStall());
    }

    /** The client's socket has taken all that was written. */
    void onSinkDrained() {
        if (stalled) {
            stalled = false;
            afterWrite();
        }
    }

    private void afterWrite() {
        if (state == State.INTERIM) {
            afterInterim();
        } else if (state == State.BODY) {
            if (body.isComplete()) {
                finish();
            } else {
                readBody();
            }
        }
    }

    private void finish() {
        phase.leave();
        state = State.NONE;
        session.onResponseSent(backKeepsAlive && !body.endsWithClose(), idleSeconds);
    }

    private void goOnWaiting() {
        wait.goOn(loop.now());
        enterHeadPhase();
    }

    private void readHead() {
        Peer source = session.back();
        if (source != null) {
            source.read(WaitClass.FINISH);
        }
    }

    private void readBody() {
        Peer source = session.back();
        if (source != null) {
            phase.enter(Ending.RESPONSE_IDLE_TIMEOUT, session.timeouts().responseIdle());
            source.read(bodyBytes < loop.limits.earlyBytes() ? WaitClass.FINISH : WaitClass.CONTINUE);
        }
    }

    private void refuse(ByteBuf buffer, Reason reason) {
        buffer.release();
        session.refuse(reason);
    }

    @Override
    public void onWaitBegin() {
        waitingSince = loop.realNow();
        wait.interrupt(loop.now());
        phase.interrupt(Ending.BUFFER_TIMEOUT, loop.timeouts.buffer());
    }

    @Override
    public void onWaitEnd() {
        session.timeline.waitedForBuffer(loop.realNow() - waitingSince);
        wait.endInterruption(loop.now());
        phase.resume();
    }

    @Override
    public void onEnd() {
        if (state == State.BODY && body.endsWithClose()) {
            backKeepsAlive = false;
            finish();
        } else {
            onClosed();
        }
    }

    @Override
    public void onEvicted() {
        session.refuse(Ending.SERVER_EVICTED);
    }

    @Override
    public void onClosed() {
        if (state != State.NONE) {
            session.refuse(Ending.SERVER_CLOSED);
        }
    }

    @Override
    public void onBug(Throwable cause) {
        session.onBug(cause);
    }

    @Override
    public void onWriteFailed() {
        session.request.onSinkFailed();
        onRequestSent();
    }

    @Override
    public void onDrained() {
        session.request.onSinkDrained();
    }

    @Override
    public void onRoomy() {
        session.request.onSinkRoomy();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onStirred(byte first) {}

    /** Gives back all that it holds. */
    void close() {
        phase.close();
        state = State.NONE;
        partial.clear();
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
