package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.Parked;
import io.weir.buffer.WaitClass;
import io.weir.http.Head;
import io.weir.http.ParseResult;
import io.weir.http.PathStart;
import io.weir.http.Reason;
import io.weir.http.Violation;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Carries requests from the client to the server. Holds one buffer at most. Confined to its event loop. */
final class RequestFlow implements PeerEvents, PhaseTimer.Owner {
    /*
     *   IDLE --first byte--> HEAD --blank line--> PLACING --connected--> BODY --last byte--> SENT --response sent--> IDLE
     *
     * In HEAD a partial head is parked on the heap and its buffer returned, in PLACING (in line for a server, or connecting) the
     * whole edited request is. Where parking is full the buffer is kept instead, as "unread" or "outgoing": bounded either way.
     *
     * What follows a request in its buffer is the next one, sent early. It is parked, and taken up when this one is done.
     *
     * In SENT, and in PLACING once the request is whole, the client is watched without a buffer, to see it go away meanwhile.
     */

    private enum State {
        IDLE,
        HEAD,
        PLACING,
        BODY,
        SENT,
        STOPPED
    }

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final HttpSession session;
    private final LoopServices loop;
    private final PhaseTimer phase;
    private final Body body = Body.ofRequests();
    private final Pace pace = new Pace();
    private final PartialHead ahead;

    private State state = State.IDLE;
    private ByteBuf outgoing = Unpooled.EMPTY_BUFFER;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private Parked outgoingParked = Parked.NONE;
    private boolean wantsBufferToSend;
    private boolean hasBytes;
    private boolean stalled;
    private boolean ended;
    private boolean complete;
    private boolean dropped;
    private long waitingSince;
    private long waitingSinceReal;

    RequestFlow(HttpSession session, LoopServices loop) {
        this.session = session;
        this.loop = loop;
        phase = new PhaseTimer(loop.scheduler, this);
        ahead = new PartialHead(loop);
    }

    @Override
    public void onExpired(Ending ending) {
        session.onRequestExpired(ending);
    }

    /** Takes up what has been read of the connection, or waits for its first request. Takes ownership of {@code first}. */
    void begin(ByteBuf first) {
        unread = first;
        next();
    }

    /** Takes up what the client has sent of its next request, or waits for it. */
    void next() {
        if (session.isOver()) {
            return;
        }
        state = State.IDLE;
        complete = false;
        phase.enter(Ending.DONE, session.isDraining() ? lastCall() : loop.timeouts.keepAlive());
        if (unread.isReadable()) {
            ByteBuf buffer = unread;
            unread = Unpooled.EMPTY_BUFFER;
            Lease.of(buffer).moves();
            parse(buffer);
        } else if (ahead.length() > 1) {
            session.front.lease(WaitClass.START);
        } else {
            if (!ahead.isEmpty()) {
                // A byte that came while the server worked: no idle client, but one that has begun a head.
                beginHead();
                hasBytes = true;
            }
            session.front.read(WaitClass.START);
        }
    }

    /** Waits for the next request no longer than a drain does. */
    void hurry() {
        if (state == State.IDLE && !hasMore()) {
            phase.shorten(loop.timeouts.keepAlive(), lastCall());
        }
    }

    private Duration lastCall() {
        Duration keepAlive = loop.timeouts.keepAlive();
        return keepAlive.compareTo(LoopServices.LAST_CALL) < 0 ? keepAlive : LoopServices.LAST_CALL;
    }

    /**
     * The wait for the next request is over. Begins with one whose first byte has arrived and was not read yet: closing the connection would
     * reset it, and the request would be lost. Returns whether there is one.
     */
    boolean takeUp() {
        if (state == State.IDLE && ahead.isEmpty() && session.front.stir() == Peer.Look.BYTES) {
            next();
        }
        return state == State.HEAD;
    }

    /** Whether the whole request has been handed to the server's socket. */
    boolean isSent() {
        return state == State.SENT;
    }

    /** Whether the whole request has been received. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the client has sent something behind this request. */
    boolean hasMore() {
        return !ahead.isEmpty() || unread.isReadable() || dropped;
    }

    /** Whether the client has ended its bytes. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public int readLimit() {
        Peer sink = session.back();
        if (state != State.BODY || sink == null) {
            return Integer.MAX_VALUE;
        }
        int limit = loop.readLimit(sink, session.client);
        if (limit == 0) {
            phase.enter(Ending.SERVER_STALL_TIMEOUT, session.timeouts().writeStall());
            sink.awaitRoom();
        }
        return limit;
    }

    @Override
    public InetAddress client() {
        return session.client;
    }

    /** The server is sure to take more. */
    void onSinkRoomy() {
        Peer sink = session.back();
        if (state == State.BODY) {
            readBody();
        } else if (state == State.PLACING && sink != null) {
            phase.leave();
            send(sink);
        }
    }

    @Override
    public void prime(ByteBuf buffer) {
        if (state == State.IDLE || state == State.HEAD) {
            ahead.prime(buffer);
        } else if (state == State.BODY && body.mayEndWithin(buffer.capacity())) {
            // What is behind the body is the next head, which grows when it is edited.
            int start = loop.headStart(0, buffer.capacity());
            buffer.setIndex(start, start);
        }
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        switch (state) {
            case IDLE, HEAD -> parseMore(buffer);
            case BODY -> forward(buffer);
            default -> buffer.release();
        }
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        if (wantsBufferToSend) {
            wantsBufferToSend = false;
            outgoingParked.appendTo(buffer);
            outgoingParked = leave(outgoingParked);
            outgoing = buffer;
            sendIfQuiet();
        } else if (state == State.IDLE || state == State.HEAD) {
            ahead.prime(buffer);
            ahead.clear();
            parse(buffer);
        } else {
            buffer.release();
        }
    }

    private void parseMore(ByteBuf buffer) {
        if (ahead.resume(buffer)) {
            parse(buffer);
        } else {
            keepPartialHead(buffer);
        }
    }

    private void parse(ByteBuf buffer) {
        if (state == State.IDLE) {
            beginHead();
        }
        hasBytes = true;
        switch (loop.parser.parseRequest(
                PartialHead.memory(buffer), buffer.readerIndex(), buffer.writerIndex(), loop.head)) {
            case COMPLETE -> {
                accept(buffer, loop.head);
                session.forwarding.forgetLines();
            }
            case INCOMPLETE -> keepPartialHead(buffer);
            default -> {
                session.timeline.asked(PartialHead.memory(buffer), loop.head);
                reject(buffer, loop.parser.violation());
            }
        }
    }

    private void beginHead() {
        state = State.HEAD;
        hasBytes = false;
        session.onBegin();
        phase.enter(Ending.REQUEST_HEAD_TIMEOUT, loop.timeouts.requestHead());
    }

    private void keepPartialHead(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            // Nothing but the empty line that may stand before a request.
            buffer.release();
            session.front.read(WaitClass.START);
            return;
        }
        if (ahead.keep(buffer)) {
            session.front.read(WaitClass.START);
        } else if (loop.mayHold(buffer, session.client)) {
            session.front.readInto(buffer);
        } else {
            tellLine(PartialHead.memory(buffer), buffer.readerIndex(), buffer.writerIndex());
            reject(buffer, Ending.PARKING_FULL);
        }
    }

    /** If the head has not come to its end, it will not any more: tells what has come of it, and forgets it. */
    void giveUpHead() {
        if (state == State.HEAD && !ahead.isEmpty()) {
            tellLine(ahead.view(), 0, ahead.length());
            session.timeline.received(ahead.length());
            ahead.clear();
        }
    }

    private void tellLine(ByteBuffer bytes, int from, int to) {
        loop.parser.parseRequest(bytes, from, to, loop.head);
        session.timeline.asked(bytes, loop.head);
    }

    private void accept(ByteBuf buffer, Head head) {
        ByteBuffer bytes = PartialHead.memory(buffer);
        session.timeline.asked(bytes, head);
        Reason refusal = examine(head, bytes);
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        PathStart path = session.route().pathStart(head, bytes);
        if (path == null) {
            reject(buffer, Violation.BAD_PATH);
            return;
        }
        int offered = session.service.upgrades().offered(head, bytes);
        int start = session.route().isForwarded() ? edit(bytes, head, offered, path) : head.start();
        if (start < 0) {
            reject(buffer, Violation.HEAD_TOO_LARGE);
            return;
        }
        body.begin(head.framing(), head.contentLength());
        int end = body.advance(bytes, head.end(), buffer.writerIndex());
        refusal = whyNoBody();
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        session.timeline.received(end - head.start());
        pace.begin(end - head.end());
        if (!split(buffer, start, end)) {
            session.refuse(Ending.PARKING_FULL);
            return;
        }
        complete = body.isComplete();
        state = State.PLACING;
        phase.leave();
        session.onRequest(head, bytes, offered);
    }

    // Finds out for whom the request is and where it goes. Returns why it goes nowhere, or null.
    private @Nullable Reason examine(Head head, ByteBuffer bytes) {
        if (!session.readForwarding(head, bytes)) {
            return Violation.BAD_FORWARDED;
        }
        if (loop.parser.normalizePath(bytes, head) == ParseResult.VIOLATION) {
            return loop.parser.violation();
        }
        Route route = session.service.route(head, bytes);
        session.onHead(head, route);
        return route.whyTooLarge(head);
    }

    // Why the body as far as it is known cannot be taken, or null.
    private @Nullable Reason whyNoBody() {
        if (body.isViolated()) {
            return body.violation();
        }
        return body.size() > session.route().limits().bodyBytes() ? Ending.BODY_TOO_LARGE : null;
    }

    // Returns where the edited head begins: it ends where the received one did, so that the body need not move.
    private int edit(ByteBuffer bytes, Head head, int offered, PathStart path) {
        byte[] upgrade = session.service.upgrades().lines(offered);
        if (!loop.composer.request(
                head,
                bytes,
                session.forwarding,
                upgrade,
                path,
                session.route().edits().request())) {
            return -1;
        }
        int start = head.end() - loop.composer.length();
        if (start >= 0) {
            bytes.put(start, loop.composer.array(), 0, loop.composer.length());
        }
        return start;
    }

    // Takes ownership of the buffer. What is to be sent of it is outgoing then, and what is behind the end of this
    // request is kept for the next one. Returns false, with the buffer released, if there is no room for that.
    private boolean split(ByteBuf buffer, int start, int end) {
        int behind = buffer.writerIndex() - end;
        buffer.readerIndex(end);
        if (behind == 0 || ahead.keepCopy(buffer)) {
            outgoing = buffer.setIndex(start, end);
            return true;
        }
        if (!loop.mayHold(buffer, session.client)) {
            buffer.release();
            return false;
        }
        unread = buffer;
        outgoing = buffer.retainedSlice(start, end - start);
        session.front.hold(buffer);
        return true;
    }

    /**
     * It will take a while until the request can be sent: gives the buffer back if its bytes can be parked, however many. Else
     * uploads in line for a slot could hold every buffer that the upload before them needs to be done, and those to a server
     * that does not answer its SYN every buffer there is.
     */
    void park() {
        if (outgoing.isReadable()) {
            outgoingParked = loop.parking.park(outgoing);
            if (!outgoingParked.isEmpty()) {
                outgoing.release();
                outgoing = Unpooled.EMPTY_BUFFER;
            } else if (loop.mayHold(outgoing, session.client)) {
                session.front.hold(outgoing);
            } else {
                session.refuse(Ending.PARKING_FULL);
                return;
            }
        }
        watchClient();
    }

    // Without a buffer, and only where nothing more of this request is to be read: to see the client go away.
    private void watchClient() {
        if (complete && !hasMore() && !ended) {
            session.front.watch();
        }
    }

    /** There is a connection to send the request on: at once, or when it is sure to take it. */
    void send(Peer sink) {
        if (loop.readLimit(sink, session.client) == 0) {
            phase.enter(Ending.SERVER_STALL_TIMEOUT, session.timeouts().writeStall());
            sink.pause();
            sink.awaitRoom();
            park();
        } else if (outgoingParked.isEmpty()) {
            sendOutgoing();
        } else {
            wantsBufferToSend = true;
            sink.pause();
            session.front.lease(WaitClass.FINISH);
        }
    }

    // While it stood in line for a buffer the server may have closed, or said what is no response to this request.
    private void sendIfQuiet() {
        Peer sink = session.back();
        if (sink == null || sink.look() == Peer.Look.QUIET) {
            sendOutgoing();
        } else {
            session.onBackSpoilt();
        }
    }

    private void sendOutgoing() {
        state = State.BODY;
        session.response.expect();
        writeOutgoing();
    }

    private void forward(ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = body.advance(PartialHead.memory(buffer), start, buffer.writerIndex());
        Reason refusal = whyNoBody();
        if (refusal != null) {
            reject(buffer, refusal);
            return;
        }
        pace.arrived(loop.now(), end - start);
        complete = body.isComplete();
        if (!complete && pace.isBelow(loop.limits.bodyRate(), session.timeouts().requestIdle())) {
            reject(buffer, Ending.REQUEST_TOO_SLOW);
            return;
        }
        session.timeline.received(end - start);
        if (split(buffer, start, end)) {
            writeOutgoing();
        } else {
            session.refuse(Ending.PARKING_FULL);
        }
    }

    private void writeOutgoing() {
        ByteBuf buffer = outgoing;
        outgoing = Unpooled.EMPTY_BUFFER;
        Peer sink = session.back();
        if (sink == null) {
            buffer.release();
            return;
        }
        if (sink.write(buffer) == Peer.Written.ALL) {
            afterWrite();
        } else {
            stalled = true;
            phase.enter(Ending.SERVER_STALL_TIMEOUT, session.timeouts().writeStall());
        }
    }

    /** The server's socket has taken all that was written. */
    void onSinkDrained() {
        if (stalled) {
            stalled = false;
            afterWrite();
        }
    }

    private void afterWrite() {
        if (state != State.BODY) {
            return;
        }
        if (!complete) {
            readBody();
            return;
        }
        state = State.SENT;
        phase.leave();
        session.response.onRequestSent();
        watchClient();
    }

    private void readBody() {
        phase.enter(Ending.REQUEST_IDLE_TIMEOUT, session.timeouts().requestIdle());
        pace.await(loop.now());
        session.front.read(WaitClass.CONTINUE);
    }

    /** The server takes no more, though it may still answer. */
    void onSinkFailed() {
        if (state == State.BODY) {
            stop();
        }
    }

    /** Reads no more of this request. */
    void stop() {
        phase.leave();
        session.front.pause();
        state = State.STOPPED;
        dropOutgoing();
    }

    /** What the client has sent behind this request: somebody else's from now on, who carries what follows. */
    Tunnel.Received handOver() {
        phase.close();
        state = State.STOPPED;
        ByteBuf behind = unread;
        unread = Unpooled.EMPTY_BUFFER;
        if (behind.isReadable()) {
            Lease.of(behind).moves();
        }
        return new Tunnel.Received(behind, ahead, ended);
    }

    /** Throws away what the client still sends, for a while, until it closes. */
    void linger() {
        close();
        phase.enter(Ending.DONE, LINGER);
        session.front.discard();
    }

    private void reject(ByteBuf buffer, Reason reason) {
        session.timeline.received(buffer.readableBytes());
        buffer.release();
        session.refuse(reason);
    }

    @Override
    public void onStirred(byte first) {
        ahead.keep(first);
    }

    @Override
    public void onWaitBegin() {
        waitingSince = loop.now();
        waitingSinceReal = loop.realNow();
        if (state == State.IDLE) {
            beginHead();
        }
        phase.interrupt(Ending.BUFFER_TIMEOUT, loop.timeouts.buffer());
    }

    @Override
    public void onWaitEnd() {
        session.timeline.waitedForBuffer(loop.realNow() - waitingSinceReal);
        pace.excuse(loop.now() - waitingSince);
        phase.resume();
    }

    @Override
    public void onEnd() {
        ended = true;
        if (!complete || session.isLingering()) {
            leaveEarly();
        }
    }

    @Override
    public void onEvicted() {
        if (!session.front.isDrained()) {
            session.end(Ending.CLIENT_EVICTED);
        } else if (state == State.SENT && unread.isReadable()) {
            dropUnread();
        } else {
            session.refuse(state == State.HEAD ? Ending.CLIENT_EVICTED : Ending.SERVER_EVICTED);
        }
    }

    // The request that was sent ahead is lost, not the one that runs: after its response the connection is closed, by
    // which the client knows (RFC 9112 section 9.3.2).
    private void dropUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        dropped = true;
        session.closeAfterResponse();
    }

    @Override
    public void onClosed() {
        leaveEarly();
    }

    @Override
    public void onBug(Throwable cause) {
        session.onBug(cause);
    }

    private void leaveEarly() {
        if (session.isLingering() || state == State.IDLE) {
            session.close();
        } else if (state == State.HEAD && !hasBytes) {
            session.closeUntold();
        } else {
            session.end(Ending.CLIENT_ABORT);
        }
    }

    @Override
    public void onWriteFailed() {
        session.end(Ending.CLIENT_ABORT);
    }

    @Override
    public void onDrained() {
        session.onFrontDrained();
    }

    @Override
    public void onRoomy() {
        session.response.onSinkRoomy();
    }

    /** Gives back all that it holds. */
    void close() {
        phase.close();
        state = State.STOPPED;
        dropOutgoing();
        ahead.clear();
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    private void dropOutgoing() {
        stalled = false;
        wantsBufferToSend = false;
        outgoingParked = leave(outgoingParked);
        outgoing.release();
        outgoing = Unpooled.EMPTY_BUFFER;
    }

    private Parked leave(Parked parked) {
        if (!parked.isEmpty()) {
            loop.parking.leave(parked);
        }
        return Parked.NONE;
    }
}
