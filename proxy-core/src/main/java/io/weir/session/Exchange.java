package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.forwarded.Forwarding;
import io.weir.http.ErrorPage;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.OwnResponse;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the first byte of the head to the last byte of the response, or to the end of the tunnel that it has
 * become. Confined to its event loop.
 *
 * <p>It knows where the exchange stands as a whole, and answers when no server can. {@link RequestFlow} and {@link ResponseFlow} carry the
 * messages, {@link Dispatch} finds the server. How the client and the server speak is known to its {@link FrontStream} and {@link BackStream}.
 *
 * <p>Exchanges are lent by {@link Exchanges} and used again: an idle connection has none.
 */
final class Exchange implements Dispatch.Owner {

    private static final int SWITCHING_PROTOCOLS = 101;

    private enum State {
        /** The exchange has not begun, or has been concluded. */
        OVER,
        /** The request or the response is on its way. */
        RUNNING,
        /** A response of our own is being sent. */
        ANSWERING,
        /** The bytes of another protocol pass, until both sides have ended. */
        TUNNEL
    }

    final Timeline timeline;
    final RequestFlow request;
    final ResponseFlow response;
    private final LoopServices loop;
    private final BackStream back;
    private final Dispatch dispatch;

    private State state = State.OVER;
    private @Nullable Origin origin;
    private Route route = Route.NONE;
    private Method method = Method.OTHER;
    private Timeouts timeouts;
    private Reason answer = Ending.DONE;
    private boolean connected;

    /**
     * Where an exchange comes from. The same for all exchanges of a stream.
     *
     * @param session number of the session, unique in the process
     * @param peer address of the other end of the front connection
     * @param front the client's side
     * @param service the offer of its listener
     * @param forwarding what is known of the client
     */
    record Origin(long session, InetSocketAddress peer, FrontStream front, Service service, Forwarding forwarding) {}

    Exchange(LoopServices loop) {
        this.loop = loop;
        timeouts = loop.timeouts;
        timeline = new Timeline(loop.keptLine());
        request = new RequestFlow(this, loop);
        response = new ResponseFlow(this, loop);
        back = loop.backStreams.open(this, loop);
        dispatch = new Dispatch(loop, this, timeline, response.phase);
    }

    /**
     * The first byte of the request is here.
     *
     * @param number of the exchange in its session, from 1
     */
    void begin(Origin from, long number) {
        origin = from;
        state = State.RUNNING;
        route = Route.NONE;
        method = Method.OTHER;
        timeouts = loop.timeouts;
        connected = false;
        timeline.belongsTo(from.session(), from.service().listener(), from.peer());
        timeline.begin(number, loop.realNow(), Ticker.wallClockMillis());
        from.forwarding().reset();
        timeline.speaksFor(from.forwarding().client());
    }

    private Origin origin() {
        Origin present = origin;
        if (present == null) {
            throw new IllegalStateException("no exchange");
        }
        return present;
    }

    FrontStream front() {
        return origin().front();
    }

    /** The server's side; null while there is none. */
    @Nullable
    BackStream back() {
        return connected ? back : null;
    }

    Forwarding forwarding() {
        return origin().forwarding();
    }

    Route route() {
        return route;
    }

    Method method() {
        return method;
    }

    /**
     * The head of the request is here: finds out for whom it is and where it goes. Borrows the bytes, in which the path becomes normal.
     *
     * @return why the request goes nowhere, or null
     */
    @Nullable
    Reason onHead(Head head, ByteBuffer bytes) {
        method = head.method();
        timeline.asked(bytes, head);
        if (!identify(head, bytes)) {
            return Violation.BAD_FORWARDED;
        }
        Violation badPath = NormalPath.apply(bytes, head);
        if (badPath != null) {
            return badPath;
        }
        route = origin().service().route(head, bytes);
        Timeouts own = route.timeouts();
        timeouts = own == null ? loop.timeouts : own;
        Reason tooLarge = route.whyTooLarge(head);
        return tooLarge == null ? request.plan(head, bytes) : tooLarge;
    }

    private boolean identify(Head head, ByteBuffer bytes) {
        boolean known = forwarding().read(head, bytes);
        timeline.speaksFor(forwarding().client());
        return known;
    }

    /** A head that {@link #onHead} has accepted has been parsed again: brings it into the same form. Borrows the bytes. */
    void readAgain(Head head, ByteBuffer bytes) {
        identify(head, bytes);
        Violation badPath = NormalPath.apply(bytes, head);
        if (badPath != null) {
            throw new IllegalStateException("path: " + badPath + " (expected: as before)");
        }
    }

    /** Why a body of this size, as far as it is known, cannot be taken, or null. */
    @Nullable
    Reason whyTooLarge(long bodyBytes) {
        return bodyBytes > route.limits().bodyBytes() ? Ending.BODY_TOO_LARGE : null;
    }

    /**
     * The request is accepted, and goes where its route leads. Takes ownership of {@code message}, which begins with the head.
     *
     * @param isWhole whether no byte of the request follows
     */
    void onRequest(Head head, ByteBuf message, boolean isWhole) {
        ByteBuffer bytes = PartialHead.memory(message);
        timeline.received(message.readableBytes());
        request.begin(message, message.writerIndex() - head.end(), isWhole);
        if (head.maxForwards() == 0) {
            refuse(method == Method.TRACE ? Violation.UNSUPPORTED_METHOD : Ending.MAX_FORWARDS);
        } else if (route.target() instanceof Destination destination) {
            if (head.authenticatesConnection()) {
                dispatch.logIn();
            }
            dispatch.begin(destination);
        } else if (route.target() instanceof Route.Answer own) {
            answer(Ending.DONE, own.response());
        } else if (route.target() instanceof Route.Redirect redirect && redirect.isPossible(head)) {
            answer(Ending.DONE, redirect.response(head, bytes, forwarding().scheme()));
        } else {
            refuse(route.whyNot());
        }
    }

    // The server.

    @Override
    public void onBack(Peer connection) {
        back.attach(connection);
        connected = true;
        request.send(back);
    }

    /** Whether the head of the request will fit once it is edited, whenever it is sent. Borrows the bytes. */
    boolean backFits(Head head, ByteBuffer bytes) {
        return back.fits(head, bytes, request);
    }

    /** The connection is of no use any more, and nothing has been sent on it. */
    void onBackSpoilt() {
        detach();
        dispatch.replace();
    }

    private void detach() {
        connected = false;
        back.release();
    }

    @Override
    public void onNoBack(Reason reason) {
        if (reason == Ending.NO_SOCKET) {
            // Its descriptor is what the back connections of other clients lack.
            front().closeAfterResponse();
        }
        refuse(reason);
    }

    @Override
    public void onMustWait() {
        request.park();
    }

    @Override
    public InetSocketAddress calledAddress() {
        return front().calledAddress();
    }

    @Override
    public boolean mayReuse() {
        return true;
    }

    @Override
    public @Nullable BoundBack boundBack() {
        return front().boundBack();
    }

    @Override
    public BoundBack bindBack() {
        return front().bindBack();
    }

    @Override
    public Timeouts timeouts() {
        return timeouts;
    }

    @Override
    public PeerEvents backEvents() {
        return back.events();
    }

    /** The server asks the client to log the connection in. */
    void logIn() {
        dispatch.logIn();
    }

    /** The server has sent more than the response. */
    void onUnsolicited() {
        dispatch.onUnsolicited();
    }

    // The end.

    /** The response has been sent whole. */
    void onResponseSent() {
        boolean persists = back.persists() && request.isSent();
        int idleSeconds = back.idleSeconds();
        detach();
        if (persists) {
            dispatch.finish(idleSeconds);
        } else {
            dispatch.abandon();
        }
        FrontStream client = front();
        conclude(Ending.DONE);
        client.onSent();
    }

    /** The exchange cannot go on as it should: tells the client so, or breaks off if a byte of its response has left. */
    void refuse(Reason reason) {
        if (state != State.RUNNING) {
            return;
        }
        boolean speaks = reason.status() != 0 && canSpeak();
        detach();
        dispatch.abandon();
        response.close();
        if (speaks) {
            answer(reason, ErrorPage.of(reason));
        } else {
            front().end(reason);
        }
    }

    // Whether a page of our own would be the next whole message (invariant 19). A response of which no byte has left is
    // taken back for it.
    private boolean canSpeak() {
        if (response.hasLeft()) {
            return false;
        }
        int untaken = front().sink().untaken();
        if (!front().sink().takeBack()) {
            return false;
        }
        timeline.unsent(untaken);
        return true;
    }

    private void answer(Reason reason, OwnResponse page) {
        state = State.ANSWERING;
        answer = reason;
        request.stop();
        timeline.answered(page.status());
        switch (front().sink().answer(page, method)) {
            case ALL -> onAnswered();
            case STALLED -> response.phase.enter(Ending.CLIENT_STALL_TIMEOUT, timeouts.writeStall());
            case NO_ROOM, TOO_LARGE -> front().end(Ending.PARKING_FULL);
        }
    }

    /** All that was written to the client has been taken. */
    void onFrontDrained() {
        if (state == State.ANSWERING) {
            response.phase.leave();
            onAnswered();
        } else if (state == State.RUNNING) {
            response.onSinkDrained();
        }
    }

    private void onAnswered() {
        FrontStream client = front();
        conclude(answer);
        client.onAnswered();
    }

    /** A phase of the request flow has taken too long. */
    void onRequestExpired(Ending ending) {
        guard(() -> refuse(ending));
    }

    /** A phase of the response flow has taken too long. */
    void onResponseExpired(Ending ending) {
        guard(() -> endResponsePhase(ending));
    }

    private void endResponsePhase(Ending ending) {
        switch (ending) {
            case CONNECT_TIMEOUT, SLOT_TIMEOUT -> dispatch.onExpired(ending);
            case CLIENT_STALL_TIMEOUT -> front().end(ending);
            default -> refuse(ending);
        }
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    /** Code of ours has thrown what it should not have: costs the session. */
    void onBug(Throwable cause) {
        front().onBug(cause);
    }

    /** Gives back all that it holds, and tells the observer how it ended. The front is the caller's to end. */
    void end(Reason reason) {
        if (state == State.OVER) {
            return;
        }
        release();
        conclude(reason);
    }

    /** The first byte of a request never came, because the connection ended: the observer is not told. */
    void forget() {
        state = State.OVER;
        giveBack();
    }

    // A spare exchange keeps nothing of its last session alive.
    private void giveBack() {
        origin = null;
        route = Route.NONE;
        request.close();
        response.close();
        dispatch.forget();
        timeline.forget();
        loop.exchanges.giveBack(this);
    }

    private void release() {
        request.close();
        detach();
        dispatch.abandon();
        response.close();
    }

    private void conclude(Reason reason) {
        timeline.unsent(front().sink().untaken());
        timeline.end(reason, loop.realNow());
        state = State.OVER;
        try {
            loop.observer.exchangeEnded(timeline);
        } finally {
            giveBack();
        }
    }

    // The tunnel.

    /** The server changes to another protocol. Takes ownership of {@code message}, which begins with the head. */
    void change(ByteBuf message, Head head) {
        if (!request.isSent() || !front().mayChange(head, PartialHead.memory(message))) {
            message.release();
            refuse(Ending.UPGRADE_REFUSED);
            return;
        }
        timeline.answered(SWITCHING_PROTOCOLS);
        response.close();
        state = State.TUNNEL;
        if (!front().change(message, head, back.connection())) {
            state = State.RUNNING;
            refuse(ServerFault.of(Violation.HEAD_TOO_LARGE));
        }
    }

    /** Whether the request or the response of a server is on its way. */
    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether a response of our own is being sent, for this reason. */
    boolean isAnsweredWith(Reason reason) {
        return state == State.ANSWERING && answer.equals(reason);
    }

    /** For whose sake buffers are held. */
    InetAddress client() {
        return timeline.client().getAddress();
    }

    /** Breaks the connection to the server off, before its slot is returned, which closes in order: a break must not look like an end. */
    void abortBack() {
        if (connected) {
            back.connection().abort();
        }
    }
}
