package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import io.weir.connection.Written;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;

/**
 * Carries the response of one exchange from its back to its front. Confined to the event loop of the exchange.
 *
 * <p>It knows no connection and no version of HTTP: the back has parsed the head and finds the end of the body, the front encodes.
 */
final class ResponseFlow implements ResponseEvents, PhaseTimer.Owner {
    /*
     *   NONE --request goes out--> HEAD --final head--> BODY --last byte taken by the client's socket--> NONE
     *
     * In HEAD interim responses (1xx) are passed on, each before the next head is looked at; while the client has not taken one, the state is
     * INTERIM. Their number and the time that they take are bounded: see FinalHeadWait.
     *
     * A response that breaks off, interim or final, is never ended as if it were whole. If the client's socket has taken a byte of it, nothing
     * follows it: the front is reset. Else it is taken back, and the client gets a page of our own.
     */

    private enum State {
        NONE,
        HEAD,
        INTERIM,
        BODY
    }

    final PhaseTimer phase;
    private final Exchange exchange;
    private final LoopResources loop;
    private final FinalHeadWait wait = new FinalHeadWait();

    private State state = State.NONE;
    private boolean stalled;
    private boolean whole;
    private long bodyBytes;
    private long messageBytes;
    private long waitingSince;

    ResponseFlow(Exchange exchange, LoopResources loop) {
        this.exchange = exchange;
        this.loop = loop;
        phase = new PhaseTimer(loop.scheduler(), this);
    }

    /** The request is about to go out on {@code source}. */
    void expect(BackStream source) {
        state = State.HEAD;
        stalled = false;
        whole = false;
        bodyBytes = 0;
        wait.reset();
        source.expect();
    }

    /** The request is out. */
    void onRequestSent() {
        if (state == State.HEAD || state == State.INTERIM) {
            wait.begin(loop.now(), exchange.timeouts().responseHead());
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
     * Takes back a response of which no byte has left, so that a page of our own would be the next whole message (invariant 19).
     *
     * @return whether the client has no part of a response
     */
    boolean takeBack() {
        ResponseSink sink = exchange.front().sink();
        int untaken = sink.untaken();
        if (hasLeft(untaken) || !sink.takeBack()) {
            return false;
        }
        exchange.timeline().unsent(untaken);
        return true;
    }

    // Whether the client's socket has taken a byte of a message that nothing but bytes of the server can end: of the
    // final response, or of an interim one.
    private boolean hasLeft(int untaken) {
        boolean hasBegun = state == State.BODY || state == State.INTERIM;
        return hasBegun && messageBytes > untaken;
    }

    @Override
    public int readLimit() {
        ResponseSink sink = exchange.front().sink();
        int limit = loop.readLimit(sink, exchange.client());
        if (limit == 0) {
            // Also in HEAD: the server has answered, and its time does not run while the client has no room for that.
            enterStall();
            sink.awaitRoom();
        }
        return limit;
    }

    private void enterStall() {
        wait.stop(loop.now());
        phase.enter(Ending.CLIENT_STALL_TIMEOUT, exchange.timeouts().writeStall());
    }

    /** The client is sure to take more. */
    void onSinkRoomy() {
        BackStream source = exchange.back();
        if (state == State.HEAD && source != null) {
            onAwaited();
            source.read(WaitClass.FINISH);
        } else if (state == State.BODY) {
            readBody();
        }
    }

    @Override
    public void onFirstByte() {
        exchange.timeline().firstByte(loop.realNow());
    }

    @Override
    public boolean onInterim(ByteBuf message, Head head) {
        if (wait.isTooMany(head.status(), loop.now())) {
            exchange.refuse(Ending.TOO_MANY_INTERIM);
            return false;
        }
        messageBytes = 0;
        return switch (exchange.front().sink().interim(message, head)) {
            case ALL -> true;
            case TOO_LARGE -> {
                exchange.refuse(ServerFault.of(Violation.HEAD_TOO_LARGE));
                yield false;
            }
            case STALLED, NO_ROOM -> {
                state = State.INTERIM;
                stalled = true;
                enterStall();
                yield false;
            }
        };
    }

    @Override
    public void onAwaited() {
        wait.goOn(loop.now());
        enterHeadPhase();
    }

    @Override
    public boolean passes(Framing framing) {
        return exchange.front().sink().passes(framing);
    }

    @Override
    public void onHead(ByteBuf message, Head head, boolean isWhole) {
        bodyBytes = message.writerIndex() - (long) head.end();
        whole = isWhole;
        messageBytes = 0;
        state = State.BODY;
        exchange.timeline().answered(head.status());
        onWritten(exchange.front()
                .sink()
                .begin(message, head, exchange.plan().route().edits().response()));
    }

    @Override
    public void onBody(ByteBuf body, boolean isLast) {
        bodyBytes += body.readableBytes();
        whole = isLast;
        countSent(body.readableBytes());
        onWritten(exchange.front().sink().body(body));
    }

    /** So many bytes are about to be written to the client. */
    void countSent(int bytes) {
        messageBytes += bytes;
        exchange.timeline().sent(bytes);
    }

    private void onWritten(Written written) {
        switch (written) {
            case ALL -> afterWrite();
            case TOO_LARGE -> exchange.refuse(ServerFault.of(Violation.HEAD_TOO_LARGE));
            case STALLED, NO_ROOM -> {
                stalled = true;
                enterStall();
            }
        }
    }

    /** The client's socket has taken all that was written. */
    void onSinkDrained() {
        if (stalled) {
            stalled = false;
            afterWrite();
        }
    }

    private void afterWrite() {
        BackStream source = exchange.back();
        if (state == State.INTERIM && source != null) {
            state = State.HEAD;
            source.goOn();
        } else if (state == State.BODY) {
            if (whole) {
                finish();
            } else {
                readBody();
            }
        }
    }

    private void finish() {
        phase.leave();
        state = State.NONE;
        exchange.onResponseSent();
    }

    private void readBody() {
        BackStream source = exchange.back();
        if (source != null) {
            phase.enter(Ending.RESPONSE_IDLE_TIMEOUT, exchange.timeouts().responseIdle());
            source.read(bodyBytes < exchange.plan().limits().earlyBytes() ? WaitClass.FINISH : WaitClass.CONTINUE);
        }
    }

    @Override
    public void onEnd() {
        finish();
    }

    @Override
    public void onFault(Reason reason) {
        exchange.refuse(reason);
    }

    @Override
    public void onBroken() {
        if (state != State.NONE) {
            exchange.refuse(Ending.SERVER_CLOSED);
        }
    }

    @Override
    public void onChange(ByteBuf message, Head head) {
        exchange.change(message, head);
    }

    @Override
    public void onWaitBegin() {
        waitingSince = loop.realNow();
        wait.interrupt(loop.now());
        phase.interrupt(Ending.BUFFER_TIMEOUT, exchange.timeouts().buffer());
    }

    @Override
    public void onWaitEnd() {
        exchange.timeline().waitedForBuffer(loop.realNow() - waitingSince);
        wait.endInterruption(loop.now());
        phase.resume();
    }

    @Override
    public void onExpired(Ending ending) {
        exchange.onResponseExpired(ending);
    }

    @Override
    public void onBug(Throwable cause) {
        exchange.onBug(cause);
    }

    /** Is in no phase, and carries nothing. */
    void close() {
        phase.close();
        state = State.NONE;
        stalled = false;
    }
}
