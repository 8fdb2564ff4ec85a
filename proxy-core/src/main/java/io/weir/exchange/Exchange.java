package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.forwarded.Forwarding;
import io.weir.http.ErrorPage;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.OwnResponse;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the first byte of the head to the last byte of the response, or to the end of the tunnel that it has
 * become. Confined to its event loop.
 *
 * <p>It knows where the exchange stands as a whole, and answers when no server can. {@link RequestFlow} and {@link ResponseFlow} carry the
 * messages, {@link ServerSide} finds the server. How the client and the server speak is known to its {@link FrontStream} and {@link BackStream}.
 *
 * <p>Exchanges are lent by {@link Exchanges} and used again: an idle connection has none.
 */
public final class Exchange implements ServerSide.Owner {

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

    private final LoopResources loop;
    private final Consumer<Exchange> giveBack;
    private final Timeline timeline;
    private final Plan plan;
    private final RequestFlow request;
    private final ResponseFlow response;
    private final ServerSide server;

    private State state = State.OVER;
    private @Nullable Origin origin;
    private Reason answer = Ending.DONE;

    /** An exchange that is over. {@code giveBack} takes it whenever it is over again. */
    Exchange(LoopResources loop, BackStreams backs, Consumer<Exchange> giveBack) {
        this.loop = loop;
        this.giveBack = giveBack;
        timeline = new Timeline(loop);
        plan = new Plan(loop.number(), timeline);
        request = new RequestFlow(this, loop);
        response = new ResponseFlow(this, loop);
        server = new ServerSide(this, loop, backs, request, response, timeline, response.phase);
    }

    /**
     * The first byte of the request is here.
     *
     * @param number of the exchange in its session, from 1
     */
    public void begin(Origin from, long number) {
        origin = from;
        state = State.RUNNING;
        timeline.belongsTo(from.session(), plan.begin(from.listener()), from.peer());
        timeline.begin(number, loop.realNow(), Ticker.wallClockMillis());
        from.forwarding().reset();
        timeline.speaksFor(from.forwarding().client());
    }

    /** The story of this exchange, to which the sessions add what they know. */
    public Timeline timeline() {
        return timeline;
    }

    /** The flow of the request, which is told what its front brings. */
    public RequestEvents request() {
        return request;
    }

    ResponseFlow response() {
        return response;
    }

    private Origin origin() {
        Origin present = origin;
        if (present == null) {
            throw new IllegalStateException("no exchange");
        }
        return present;
    }

    @Override
    public FrontStream front() {
        return origin().front();
    }

    /** The server's side; null while there is none. */
    @Nullable
    BackStream back() {
        return server.stream();
    }

    Plan plan() {
        return plan;
    }

    Forwarding forwarding() {
        return origin().forwarding();
    }

    @Override
    public Method method() {
        return plan.method();
    }

    @Override
    public Timeouts timeouts() {
        return plan.timeouts();
    }

    /** The head of the request is here: takes the current generation, and keeps it until the exchange is over. Returns the rules of its listener. */
    public ListenerRules takeGeneration() {
        return plan.join(origin().listener());
    }

    /** Bytes at the beginning of a flow that are read as long as a buffer is free. */
    public int earlyBytes() {
        return plan.limits().earlyBytes();
    }

    /** Whether the exchange has taken {@code generation}, and is not over. */
    public boolean isOf(Generation generation) {
        return plan.isOf(generation);
    }

    /**
     * After {@link #takeGeneration}: finds out for whom the request is and where it goes. Borrows the bytes, in which the path becomes normal.
     *
     * @return why the request goes nowhere, or null
     */
    public @Nullable Reason onHead(Head head, ByteBuffer bytes) {
        Reason wrong = plan.make(head, bytes, forwarding());
        return wrong == null ? request.plan(head, bytes) : wrong;
    }

    /** Why a body of this size, as far as it is known, cannot be taken, or null. */
    public @Nullable Reason whyTooLarge(long bodyBytes) {
        return plan.whyTooLarge(bodyBytes);
    }

    /**
     * The request is accepted, and goes where its route leads. Takes ownership of {@code message}, which begins with the head.
     *
     * @param isWhole whether no byte of the request follows
     */
    public void onRequest(Head head, ByteBuf message, boolean isWhole) {
        ByteBuffer bytes = Lease.memory(message);
        timeline.received(message.readableBytes());
        request.begin(message, head, isWhole);
        Route.Target target = plan.route().target();
        if (head.maxForwards() == 0) {
            refuse(plan.whyNot(head));
        } else if (target instanceof Destination destination) {
            if (head.authenticatesConnection()) {
                server.logIn();
            }
            server.begin(destination);
        } else if (target instanceof Route.Answer own) {
            answer(Ending.DONE, own.response());
        } else if (target instanceof Route.Redirect redirect && redirect.isPossible(head)) {
            answer(Ending.DONE, redirect.response(head, bytes, forwarding().scheme()));
        } else {
            refuse(plan.whyNot(head));
        }
    }

    // The server.

    /** The search for a server, and what came of it. */
    ServerSide server() {
        return server;
    }

    @Override
    public void onServer(BackStream back) {
        request.send(back);
    }

    @Override
    public void onNoServer(Reason reason) {
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
    public void onServerEvicted() {
        refuse(Ending.SERVER_EVICTED);
    }

    // The end.

    /** The response has been sent whole. */
    void onResponseSent() {
        BackStream back = back();
        if (back != null && back.persists() && request.isSent()) {
            server.finish();
        } else {
            server.abandon();
        }
        FrontStream client = front();
        conclude(Ending.DONE);
        client.onSent();
    }

    /** The exchange cannot go on as it should: tells the client so, or breaks off if a byte of its response has left. */
    public void refuse(Reason reason) {
        if (state != State.RUNNING) {
            return;
        }
        boolean speaks = reason.status() != 0 && response.takeBack();
        server.abandon();
        response.close();
        if (speaks) {
            answer(reason, ErrorPage.of(reason));
        } else {
            front().end(reason);
        }
    }

    private void answer(Reason reason, OwnResponse page) {
        state = State.ANSWERING;
        answer = reason;
        request.stop();
        timeline.answered(page.status());
        switch (front().sink().answer(page, method())) {
            case ALL -> onAnswered();
            case STALLED ->
                response.phase.enter(Ending.CLIENT_STALL_TIMEOUT, timeouts().writeStall());
            case NO_ROOM, TOO_LARGE -> front().end(Ending.PARKING_FULL);
        }
    }

    /** So many bytes of the response are about to be written to the client. */
    public void countSent(int bytes) {
        response.countSent(bytes);
    }

    /** The client is sure to take more. */
    public void onFrontRoomy() {
        response.onSinkRoomy();
    }

    /** All that was written to the client has been taken. */
    public void onFrontDrained() {
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

    /** A phase of the response flow has taken too long. */
    void onResponseExpired(Ending ending) {
        switch (ending) {
            case CONNECT_TIMEOUT, SLOT_TIMEOUT -> server.onExpired(ending);
            case CLIENT_STALL_TIMEOUT -> front().end(ending);
            default -> refuse(ending);
        }
    }

    @Override
    public void onBug(Throwable cause) {
        front().onBug(cause);
    }

    /** Gives back all that it holds, and tells the observer how it ended. The front is the caller's to end. */
    public void end(Reason reason) {
        if (state == State.OVER) {
            return;
        }
        release();
        conclude(reason);
    }

    /** The first byte of a request never came, because the connection ended: the observer is not told. */
    public void forget() {
        state = State.OVER;
        giveBack();
    }

    // A spare exchange keeps nothing of its last session alive.
    private void giveBack() {
        origin = null;
        plan.forget();
        request.close();
        response.close();
        server.forget();
        timeline.forget();
        giveBack.accept(this);
    }

    private void release() {
        request.close();
        server.abandon();
        response.close();
    }

    private void conclude(Reason reason) {
        timeline.unsent(front().sink().untaken());
        timeline.end(reason, loop.realNow());
        state = State.OVER;
        try {
            loop.observer().exchangeEnded(timeline);
        } finally {
            giveBack();
        }
    }

    // The tunnel.

    /** The server changes to another protocol. Takes ownership of {@code message}, which begins with the head. */
    void change(ByteBuf message, Head head) {
        BackStream back = back();
        if (back == null || !request.isSent() || !front().mayChange(head, Lease.memory(message))) {
            message.release();
            refuse(Ending.UPGRADE_REFUSED);
            return;
        }
        timeline.answered(SWITCHING_PROTOCOLS);
        response.close();
        state = State.TUNNEL;
        plan.becomeTunnel();
        if (!front().change(message, head, back)) {
            state = State.RUNNING;
            refuse(ServerFault.of(Violation.HEAD_TOO_LARGE));
        }
    }

    /** Whether the request or the response of a server is on its way. */
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether a response of our own is being sent, for this reason. */
    public boolean isAnsweredWith(Reason reason) {
        return state == State.ANSWERING && answer.equals(reason);
    }

    /** For whose sake buffers are held. */
    public InetAddress client() {
        return timeline.client().getAddress();
    }

    /** Breaks the connection to the server off, before its slot is returned, which closes in order: a break must not look like an end. */
    public void abortServer() {
        server.abort();
    }
}
