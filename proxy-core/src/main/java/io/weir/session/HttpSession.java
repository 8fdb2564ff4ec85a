package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.http.ConnectionOption;
import io.weir.http.ErrorPage;
import io.weir.http.Forwarding;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.OwnResponse;
import io.weir.http.Reason;
import io.weir.http.Upgrades;
import io.weir.http.Violation;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one front connection that speaks HTTP/1: one exchange after the other. Confined to its event loop.
 *
 * <p>It knows where the exchange stands as a whole, and answers when no server can. {@link RequestFlow} and {@link ResponseFlow}
 * carry the bytes, {@link Dispatch} finds the server.
 */
public final class HttpSession extends Session implements Dispatch.Owner, Tunnel.Owner {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final Logger LOG = LoggerFactory.getLogger(HttpSession.class);

    private enum State {
        /** Between exchanges. */
        IDLE,
        /** An exchange runs. */
        EXCHANGE,
        /** An answer of our own is being sent. */
        ANSWERING,
        /** The exchange has changed to another protocol, whose bytes pass until both sides have ended. */
        TUNNEL,
        /** All is sent and our side closed; the rest of what the client sends is thrown away. */
        LINGERING,
        CLOSED
    }

    final LoopServices loop;
    final Service service;
    final Timeline timeline;
    final Peer front;
    final Forwarding forwarding;
    final RequestFlow request;
    final ResponseFlow response;
    private final Dispatch dispatch;

    /** For whose sake the exchange is, or was. */
    InetAddress client;

    private State state = State.IDLE;
    private @Nullable Peer back;
    private Reason answer = Ending.DONE;
    private Route route = Route.NONE;
    private Method method = Method.OTHER;
    private int offered = Upgrades.NONE;
    private @Nullable Tunnel tunnel;
    private int clientMinorVersion = 1;
    private Timeouts timeouts;
    private int requests;
    private boolean endsHere;
    private boolean logsIn;
    private boolean keepAlive;
    private boolean draining;

    /** A session on an open front connection. */
    public HttpSession(LoopServices loop, Service service, long number, PeerFactory frontConnection) {
        this.loop = loop;
        this.service = service;
        timeouts = loop.timeouts;
        request = new RequestFlow(this, loop);
        response = new ResponseFlow(this, loop);
        front = frontConnection.open(request);
        InetSocketAddress hop = front.clientAddress();
        client = hop.getAddress();
        timeline = new Timeline(number, service.listener(), front.remoteAddress(), loop.keptLine());
        timeline.speaksFor(hop);
        forwarding = new Forwarding(
                service.clients().forwarded(),
                service.clients().trusted(),
                hop,
                front.calledAddress().getPort());
        dispatch = new Dispatch(loop, number, this, timeline, response.phase);
    }

    @Override
    public void start(ByteBuf first) {
        loop.enter(this);
        loop.observer.sessionOpened(service.listener());
        draining = loop.isDraining();
        request.begin(first);
    }

    @Override
    public void drain() {
        draining = true;
        if (state == State.IDLE) {
            request.hurry();
        }
    }

    boolean isDraining() {
        return draining;
    }

    @Override
    public void lookForReset() {
        front.lookForReset();
    }

    @Override
    public boolean cutShort(Ending reason) {
        draining = true;
        if (state == State.IDLE) {
            guard(request::takeUp);
        }
        boolean brokenOff =
                state == State.EXCHANGE || state == State.TUNNEL || (state == State.ANSWERING && answer != reason);
        guard(() -> breakOff(reason));
        return brokenOff;
    }

    private void breakOff(Ending reason) {
        switch (state) {
            case EXCHANGE -> refuse(reason);
            case IDLE, LINGERING -> close();
            default -> abort(reason);
        }
    }

    @Override
    public void abort(Ending reason) {
        if (state == State.TUNNEL) {
            // In order: what has been passed on arrives, and what is missing is told by the protocol within.
            closeTunnel(reason);
        } else {
            end(reason);
        }
    }

    /** The first byte of an exchange is here. */
    void onBegin() {
        state = State.EXCHANGE;
        keepAlive = false;
        route = Route.NONE;
        timeouts = loop.timeouts;
        method = Method.OTHER;
        offered = Upgrades.NONE;
        clientMinorVersion = 1;
        timeline.begin(loop.realNow(), Ticker.wallClockMillis());
        forwarding.reset();
        identify();
        response.reset();
    }

    /** Reads for whom the client speaks. Returns false if that cannot be known. */
    boolean readForwarding(Head head, ByteBuffer bytes) {
        boolean known = forwarding.read(head, bytes);
        identify();
        return known;
    }

    private void identify() {
        client = forwarding.client().getAddress();
        timeline.speaksFor(forwarding.client());
    }

    /** The request's head is here, its path normal, and its route known. */
    void onHead(Head head, Route found) {
        route = found;
        Timeouts own = found.timeouts();
        timeouts = own == null ? loop.timeouts : own;
        method = head.method();
        clientMinorVersion = head.minorVersion();
        requests++;
        keepAlive = head.keepAlive() && !draining && requests < loop.limits.requestsPerConnection();
        endsHere = head.maxForwards() == 0;
        logsIn = head.authenticatesConnection();
    }

    /**
     * The request can go where its route leads. Borrows the bytes of its head, of which nothing is kept.
     *
     * @param upgrade the protocol that it offers to change to
     */
    void onRequest(Head head, ByteBuffer bytes, int upgrade) {
        offered = upgrade;
        if (endsHere) {
            refuse(method == Method.TRACE ? Violation.UNSUPPORTED_METHOD : Ending.MAX_FORWARDS);
        } else if (route.target() instanceof Destination destination) {
            if (logsIn) {
                dispatch.logIn();
            }
            dispatch.begin(destination);
        } else if (route.target() instanceof Route.Answer own) {
            reply(own.response());
        } else if (route.target() instanceof Route.Redirect redirect && redirect.isPossible(head)) {
            reply(redirect.response(head, bytes, forwarding.scheme()));
        } else {
            refuse(route.whyNot());
        }
    }

    @Override
    public void onBack(Peer connected) {
        back = connected;
        request.send(connected);
    }

    /** The connection is of no use any more, and nothing has been sent on it. */
    void onBackSpoilt() {
        back = null;
        dispatch.replace();
    }

    @Override
    public void onNoBack(Reason reason) {
        if (reason == Ending.NO_SOCKET) {
            // Its descriptor is what the back connections of other clients lack.
            keepAlive = false;
        }
        refuse(reason);
    }

    @Override
    public void onMustWait() {
        request.park();
    }

    @Override
    public InetSocketAddress calledAddress() {
        return front.calledAddress();
    }

    @Override
    public boolean mayReuse() {
        return true;
    }

    @Override
    public Timeouts timeouts() {
        return timeouts;
    }

    @Override
    public PeerEvents backEvents() {
        return response;
    }

    Route route() {
        return route;
    }

    Method method() {
        return method;
    }

    int clientMinorVersion() {
        return clientMinorVersion;
    }

    @Nullable
    Peer back() {
        return back;
    }

    /**
     * Decides, as the response begins, whether the front connection persists after it.
     *
     * @return what is to be said of it
     */
    ConnectionOption decideKeepAlive(boolean delimited) {
        keepAlive = keepAlive && !draining && delimited && request.isSent() && !isHoping();
        return connectionOption();
    }

    // Bytes sent in the hope of another protocol must not be taken for a request when the server declines.
    private boolean isHoping() {
        return offered != Upgrades.NONE && request.hasMore();
    }

    private ConnectionOption connectionOption() {
        if (!keepAlive) {
            return ConnectionOption.CLOSE;
        }
        return clientMinorVersion == 0 ? ConnectionOption.KEEP_ALIVE : ConnectionOption.NONE;
    }

    /** The connection cannot go on after this exchange. */
    void closeAfterResponse() {
        keepAlive = false;
    }

    /** Whether the server may change to another protocol with this response: the client has offered it, and sent its request. */
    boolean mayChange(Head head, ByteBuffer bytes) {
        return request.isSent() && service.upgrades().isChangeTo(offered, head, bytes);
    }

    /** What is said of the protocol that the client has offered. */
    byte[] upgradeFields() {
        return service.upgrades().lines(offered);
    }

    /** The exchange changes to the other protocol. {@code first}, which it takes ownership of, is the response and what follows it. */
    void change(ByteBuf first) {
        Peer connected = back;
        if (connected == null) {
            first.release();
            return;
        }
        state = State.TUNNEL;
        timeline.answered(SWITCHING_PROTOCOLS);
        Tunnel begun = new Tunnel(loop, this);
        tunnel = begun;
        front.tell(begun.requestEvents());
        connected.tell(begun.responseEvents());
        begun.begin(front, connected, request.handOver(), first);
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public InetAddress client() {
        return client;
    }

    @Override
    public void onTunnelEnded() {
        closeTunnel(Ending.DONE);
    }

    @Override
    public void onTunnelBroken(Reason reason) {
        Peer connected = back;
        if (state == State.TUNNEL && connected != null) {
            // Before the slot is returned, which closes in order: to the server a break must not look like an end.
            connected.abort();
        }
        end(reason);
    }

    private void closeTunnel(Ending reason) {
        leave();
        conclude(reason);
        front.close();
    }

    /** The server asks the client to log the connection in. */
    void onLogIn() {
        dispatch.logIn();
    }

    /** The server has sent more than the response. */
    void onUnsolicited() {
        dispatch.onUnsolicited();
    }

    /** The response has been sent whole. */
    void onResponseSent(boolean backIsClean, int idleSeconds) {
        back = null;
        if (backIsClean && request.isSent()) {
            dispatch.finish(idleSeconds);
        } else {
            dispatch.abandon();
        }
        conclude(Ending.DONE);
        // The event that ended the response was told on the back connection, which is no longer ours.
        guard(this::goOn);
    }

    /** The exchange cannot go on as it should: tells the client so, or breaks off if a byte of its response has left. */
    void refuse(Reason reason) {
        if (state != State.EXCHANGE) {
            return;
        }
        request.giveUpHead();
        back = null;
        boolean speaks = reason.status() != 0 && canSpeak();
        dispatch.abandon();
        response.close();
        if (!speaks) {
            end(reason);
            return;
        }
        beginAnswer();
        send(reason, ErrorPage.of(reason));
    }

    // Whether a page of our own would be the next whole message (invariant 19). A response of which no byte has left is
    // taken back for it.
    private boolean canSpeak() {
        if (response.hasLeft()) {
            return false;
        }
        int untaken = front.untaken();
        if (!front.takeBack()) {
            return false;
        }
        timeline.unsent(untaken);
        return true;
    }

    // What the route says, without a server.
    private void reply(OwnResponse own) {
        beginAnswer();
        send(Ending.DONE, own);
    }

    private void beginAnswer() {
        keepAlive = keepAlive && !draining && request.isComplete() && !isHoping();
        request.stop();
        state = State.ANSWERING;
    }

    private void send(Reason reason, OwnResponse own) {
        byte[] page = own.bytes(method, connectionOption(), loop.date);
        answer = reason;
        timeline.answered(own.status());
        timeline.sent(page.length);
        switch (front.write(page)) {
            case ALL -> onAnswered();
            case STALLED -> response.phase.enter(Ending.CLIENT_STALL_TIMEOUT, timeouts.writeStall());
            case NO_ROOM -> end(Ending.PARKING_FULL);
        }
    }

    /** All that was written to the client has been taken. */
    void onFrontDrained() {
        if (state == State.ANSWERING) {
            response.phase.leave();
            onAnswered();
        } else if (state == State.EXCHANGE) {
            response.onSinkDrained();
        }
    }

    private void onAnswered() {
        conclude(answer);
        if (keepAlive) {
            state = State.IDLE;
            // Not at once: a client that sends a thousand bad requests in one piece must not nest a thousand calls.
            loop.hop.run(() -> guard(this::goOn));
        } else {
            linger();
        }
    }

    private void goOn() {
        if (state == State.CLOSED) {
            return;
        }
        if (keepAlive && !request.hasEnded()) {
            state = State.IDLE;
            request.next();
        } else if (request.isComplete() && !request.hasMore()) {
            close();
        } else {
            linger();
        }
    }

    // Closing with unread bytes would make the kernel send RST, which can destroy the response on its way.
    private void linger() {
        state = State.LINGERING;
        dispatch.close();
        if (request.hasEnded()) {
            close();
        } else {
            front.shutdownOutput();
            request.linger();
        }
    }

    boolean isLingering() {
        return state == State.LINGERING;
    }

    boolean isOver() {
        return state == State.LINGERING || state == State.CLOSED;
    }

    /** Code of ours has thrown what it should not have: costs this session, and no other. */
    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session={}", timeline.session(), cause);
        end(Ending.BUG);
    }

    /** A phase of the request flow has taken too long. */
    void onRequestExpired(Ending ending) {
        guard(() -> endRequestPhase(ending));
    }

    /** A phase of the response flow has taken too long. */
    void onResponseExpired(Ending ending) {
        guard(() -> endResponsePhase(ending));
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    private void endRequestPhase(Ending ending) {
        if (state == State.EXCHANGE && ending != Ending.DONE) {
            refuse(ending);
        } else if (state != State.IDLE || !request.takeUp()) {
            close();
        }
    }

    private void endResponsePhase(Ending ending) {
        switch (ending) {
            case CONNECT_TIMEOUT, SLOT_TIMEOUT -> dispatch.onExpired(ending);
            case CLIENT_STALL_TIMEOUT -> end(ending);
            default -> refuse(ending);
        }
    }

    /** Ends the session and the exchange in it, if one runs: the other sides see it break off. */
    void end(Reason reason) {
        if (state == State.CLOSED) {
            return;
        }
        boolean told = state == State.EXCHANGE || state == State.ANSWERING || state == State.TUNNEL;
        request.giveUpHead();
        leave();
        if (told) {
            conclude(reason);
        }
        front.abort();
    }

    /** What seemed the beginning of an exchange was the end of the connection. */
    void closeUntold() {
        state = State.IDLE;
        close();
    }

    /** Ends the session in order. */
    void close() {
        if (state == State.CLOSED) {
            return;
        }
        leave();
        front.close();
    }

    private void leave() {
        state = State.CLOSED;
        back = null;
        request.close();
        dispatch.close();
        response.close();
        Tunnel carrying = tunnel;
        tunnel = null;
        if (carrying != null) {
            carrying.close();
        }
        loop.leave(this);
        loop.observer.sessionClosed(service.listener());
    }

    private void conclude(Reason reason) {
        timeline.unsent(front.untaken());
        timeline.end(reason, loop.realNow());
        try {
            loop.observer.exchangeEnded(timeline);
        } finally {
            timeline.forgetLine();
        }
    }

    /** Opens the front connection of a session, which is told its events. */
    @FunctionalInterface
    public interface PeerFactory {
        /** The connection, of which no event has been told yet. */
        Peer open(PeerEvents events);
    }
}
