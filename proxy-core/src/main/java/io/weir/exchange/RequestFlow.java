package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.Parked;
import io.weir.buffer.WaitClass;
import io.weir.connection.Look;
import io.weir.connection.SinkEvents;
import io.weir.connection.Written;
import io.weir.forwarded.Forwarding;
import io.weir.http.FieldEdits;
import io.weir.http.Head;
import io.weir.http.PathStart;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the request of one exchange from its front to its back. Holds one buffer at most. Confined to the event loop of the exchange.
 *
 * <p>It knows no connection and no version of HTTP: the front has parsed the head and finds the end of the body, the back encodes.
 */
final class RequestFlow implements RequestEvents, RequestEdits, SinkEvents, PhaseTimer.Owner {
    /*
     *   NONE --head--> PLACING --connected--> BODY --last byte taken by the server's socket--> SENT
     *
     * In PLACING (in the queue for a slot, or connecting) the request waits as the client sent it: its head is edited when the server is known.
     * The bytes are parked and their buffer goes back; where parking is full the buffer is kept, as "outgoing". A request that was parked is
     * parsed again. That its edited head will fit is found out before, so that no connection is taken for a request that cannot be sent.
     */

    private enum State {
        NONE,
        PLACING,
        BODY,
        SENT,
        STOPPED
    }

    private final Exchange exchange;
    private final LoopResources loop;
    private final PhaseTimer phase;
    private final Pace pace = new Pace();

    private State state = State.NONE;
    private ByteBuf outgoing = Unpooled.EMPTY_BUFFER;
    private Parked parked = Parked.NONE;
    private @Nullable Head head;
    private @Nullable PathStart path;
    private boolean wantsBufferToSend;
    private boolean stalled;
    private boolean whole;
    private PhaseTimer interrupted;
    private long waitingSince;
    private long waitingSinceReal;

    RequestFlow(Exchange exchange, LoopResources loop) {
        this.exchange = exchange;
        this.loop = loop;
        phase = new PhaseTimer(loop.scheduler(), this);
        interrupted = phase;
    }

    /** Decides what becomes of the head. Returns why the request cannot be sent on, or null. Borrows the bytes. */
    @Nullable
    Reason plan(Head request, ByteBuffer bytes) {
        Route route = exchange.plan().route();
        path = route.pathStart(request, bytes);
        if (path == null) {
            return Violation.BAD_PATH;
        }
        return route.isForwarded() && !exchange.server().fits(request, bytes, this) ? Violation.HEAD_TOO_LARGE : null;
    }

    /**
     * The request is here, as far as it has come. Takes ownership of {@code message}, which begins with the head.
     *
     * @param parsed the head, valid until this call of the front returns, or the request has been parked
     * @param isWhole whether nothing follows
     */
    void begin(ByteBuf message, Head parsed, boolean isWhole) {
        state = State.PLACING;
        outgoing = message;
        head = parsed;
        pace.begin(message.writerIndex() - parsed.end());
        whole = isWhole;
        stalled = false;
        wantsBufferToSend = false;
    }

    @Override
    public boolean isSent() {
        return state == State.SENT;
    }

    @Override
    public int readLimit() {
        BackStream sink = exchange.back();
        if (state != State.BODY || sink == null) {
            return Integer.MAX_VALUE;
        }
        int limit = loop.readLimit(sink, exchange.client());
        if (limit == 0) {
            enterStall();
            sink.awaitRoom();
        }
        return limit;
    }

    @Override
    public void onRoomy() {
        BackStream sink = exchange.back();
        if (state == State.BODY) {
            readBody();
        } else if (state == State.PLACING && sink != null) {
            phase.leave();
            send(sink);
        }
    }

    /**
     * The search for a server takes a while: gives the buffer back if its bytes can be parked, however many. Otherwise uploads that wait for a
     * slot could hold every buffer that the upload before them needs, and those to a server that does not answer its SYN every buffer there is.
     */
    void park() {
        Head parsed = head;
        if (parsed != null) {
            // The head is about to be forgotten.
            exchange.front().source().restore(outgoing, parsed);
            head = null;
            path = null;
        }
        if (outgoing.isReadable()) {
            // Of a buffer that the source keeps anyway, parking would free nothing.
            parked = exchange.front().source().keepsBuffer()
                    ? Parked.NONE
                    : loop.parking().park(outgoing);
            if (!parked.isEmpty()) {
                outgoing.release();
                outgoing = Unpooled.EMPTY_BUFFER;
            } else if (loop.mayHold(outgoing, exchange.client())) {
                exchange.front().source().hold(outgoing);
            } else {
                exchange.refuse(Ending.PARKING_FULL);
                return;
            }
        }
        exchange.front().source().watch();
    }

    /** There is a connection to send the request on: at once, or when it is sure to take it. */
    void send(BackStream sink) {
        if (loop.readLimit(sink, exchange.client()) == 0) {
            enterStall();
            sink.pause();
            sink.awaitRoom();
            park();
        } else if (parked.isEmpty()) {
            sendOutgoing(sink);
        } else {
            wantsBufferToSend = true;
            sink.pause();
            exchange.front().source().lease(WaitClass.FINISH);
        }
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        if (!wantsBufferToSend) {
            buffer.release();
            return;
        }
        wantsBufferToSend = false;
        exchange.front().source().place(buffer, parked.length());
        parked.appendTo(buffer);
        parked = leave(parked);
        outgoing = buffer;
        sendIfQuiet();
    }

    // While the request waited for a buffer the server may have closed, or said what is no response to it.
    private void sendIfQuiet() {
        BackStream sink = exchange.back();
        if (sink != null && sink.look() == Look.QUIET) {
            sendOutgoing(sink);
        } else {
            exchange.server().replace();
        }
    }

    private void sendOutgoing(BackStream sink) {
        Head parsed = head;
        Head request = parsed == null ? parseAgain() : parsed;
        ByteBuf message = outgoing;
        outgoing = Unpooled.EMPTY_BUFFER;
        state = State.BODY;
        exchange.response().expect(sink);
        Written written = sink.begin(message, request, this);
        forgetEdits();
        onWritten(written);
    }

    private Head parseAgain() {
        Head request = exchange.front().source().parseAgain(outgoing);
        ByteBuffer bytes = Lease.memory(outgoing);
        exchange.plan().repeat(request, bytes, exchange.forwarding());
        path = exchange.plan().route().pathStart(request, bytes);
        return request;
    }

    // Edits hold text whose length the client chose.
    private void forgetEdits() {
        head = null;
        path = null;
        forwarding().forgetLines();
    }

    @Override
    public void onBody(ByteBuf body, boolean isLast) {
        int length = body.readableBytes();
        exchange.timeline().received(length);
        pace.arrived(loop.now(), length);
        whole = isLast;
        if (!isLast
                && pace.isBelow(
                        exchange.plan().limits().bodyRate(), exchange.timeouts().requestIdle())) {
            body.release();
            exchange.refuse(Ending.REQUEST_TOO_SLOW);
            return;
        }
        BackStream sink = exchange.back();
        if (sink == null) {
            body.release();
        } else {
            onWritten(sink.body(body));
        }
    }

    private void onWritten(Written written) {
        switch (written) {
            case ALL -> afterWrite();
            case TOO_LARGE -> exchange.refuse(Violation.HEAD_TOO_LARGE);
            case STALLED, NO_ROOM -> {
                stalled = true;
                enterStall();
            }
        }
    }

    private void enterStall() {
        phase.enter(Ending.SERVER_STALL_TIMEOUT, exchange.timeouts().writeStall());
    }

    @Override
    public void onDrained() {
        if (stalled) {
            stalled = false;
            afterWrite();
        }
    }

    private void afterWrite() {
        if (state != State.BODY) {
            return;
        }
        if (!whole) {
            readBody();
            return;
        }
        state = State.SENT;
        phase.leave();
        exchange.response().onRequestSent();
        exchange.front().source().watch();
    }

    private void readBody() {
        phase.enter(Ending.REQUEST_IDLE_TIMEOUT, exchange.timeouts().requestIdle());
        pace.await(loop.now());
        exchange.front().source().read(WaitClass.CONTINUE);
    }

    @Override
    public void onWriteFailed() {
        if (state == State.BODY) {
            stop();
        }
        exchange.response().onRequestSent();
    }

    /** Reads no more of this request, and sends none. */
    void stop() {
        exchange.front().source().stop();
        close();
        state = State.STOPPED;
    }

    @Override
    public void onWaitBegin() {
        onWaitBegin(phase);
    }

    @Override
    public void onWaitBegin(PhaseTimer present) {
        interrupted = present;
        waitingSince = loop.now();
        waitingSinceReal = loop.realNow();
        present.interrupt(Ending.BUFFER_TIMEOUT, exchange.timeouts().buffer());
    }

    @Override
    public void onWaitEnd() {
        exchange.timeline().waitedForBuffer(loop.realNow() - waitingSinceReal);
        pace.excuse(loop.now() - waitingSince);
        interrupted.resume();
    }

    @Override
    public void onExpired(Ending ending) {
        exchange.refuse(ending);
    }

    @Override
    public void onBug(Throwable cause) {
        exchange.onBug(cause);
    }

    @Override
    public Forwarding forwarding() {
        return exchange.forwarding();
    }

    @Override
    public PathStart path() {
        PathStart planned = path;
        return planned == null ? PathStart.SAME : planned;
    }

    @Override
    public FieldEdits fields() {
        return exchange.plan().route().edits().request();
    }

    @Override
    public byte[] serverAuthority() {
        return exchange.server().authority(exchange.plan().route());
    }

    @Override
    public byte[] upgradeFields() {
        return exchange.front().upgradeFields();
    }

    /** Gives back all that it holds. */
    void close() {
        phase.close();
        state = State.NONE;
        stalled = false;
        wantsBufferToSend = false;
        head = null;
        path = null;
        interrupted = phase;
        parked = leave(parked);
        outgoing.release();
        outgoing = Unpooled.EMPTY_BUFFER;
    }

    private Parked leave(Parked what) {
        if (!what.isEmpty()) {
            loop.parking().leave(what);
        }
        return Parked.NONE;
    }
}
