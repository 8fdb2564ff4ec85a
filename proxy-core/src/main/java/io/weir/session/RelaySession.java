package io.weir.session;

import io.weir.buffer.Flow;
import io.weir.http.Reason;
import io.weir.time.Ticker;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one front connection in TCP mode: a single exchange, whose bytes nobody looks at. Confined to its event loop. */
public final class RelaySession implements Session, Dispatch.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);
    /*
     * Each flow ends by itself: when one side ends its bytes and all have been passed on, the other is told so, and may go on
     * sending. When both have ended, the session has. If one side breaks off, so does the other.
     */

    final LoopServices loop;
    final Timeline timeline;
    final InetAddress client;
    private final Service service;
    private final Peer front;
    private final Pump request;
    private final Pump response;
    private final PhaseTimer phase;
    private final Dispatch dispatch;
    private @Nullable Peer back;
    private boolean closed;

    /** A session on an open front connection. */
    public RelaySession(LoopServices loop, Service service, long number, HttpSession.PeerFactory frontConnection) {
        this.loop = loop;
        this.service = service;
        request = new Pump(this, Flow.REQUEST);
        response = new Pump(this, Flow.RESPONSE);
        front = frontConnection.open(request);
        client = front.remoteAddress().getAddress();
        timeline = new Timeline(number, service.listener(), front.remoteAddress(), loop.wantsRequestLines);
        phase = new PhaseTimer(loop.scheduler, this::onExpired);
        dispatch = new Dispatch(loop, number, this, timeline, phase);
    }

    @Override
    public void start() {
        loop.enter(this);
        loop.observer.sessionOpened(service.listener());
        timeline.begin(loop.now(), Ticker.wallClockMillis());
        if (loop.isDraining()) {
            end(Ending.DRAIN_TIMEOUT);
        } else {
            dispatch.begin(service.destinations().get(0));
        }
    }

    // A tunnel cannot be told to hurry: it ends by itself or at the deadline.
    @Override
    public void drain() {}

    @Override
    public void lookForReset() {
        front.lookForReset();
    }

    @Override
    public void abort(Ending reason) {
        end(reason);
    }

    @Override
    public void onBack(Peer connected) {
        back = connected;
        touch();
        request.begin(front, connected);
        response.begin(connected, front);
    }

    @Override
    public void onNoBack(Reason reason) {
        end(reason);
    }

    @Override
    public void onMustWait() {}

    @Override
    public PeerEvents backEvents() {
        return response;
    }

    /** Who is told of what happens at the other end of this flow. */
    Pump opposite(Pump pump) {
        return pump == request ? response : request;
    }

    /** Bytes have passed, in whatever direction. */
    void touch() {
        phase.enter(Ending.TUNNEL_IDLE_TIMEOUT, loop.timeouts.tunnelIdle());
    }

    /** A flow has ended, and all its bytes have been passed on. */
    void onFlowEnded() {
        if (request.hasEnded() && response.hasEnded()) {
            leave(Ending.DONE);
            front.close();
        }
    }

    /** A side broke off: so does the other. */
    void end(Reason reason) {
        if (closed) {
            return;
        }
        Peer connected = back;
        if (connected != null) {
            // Before the slot is returned, which closes in order: to the server a break must not look like an end.
            connected.abort();
        }
        leave(reason);
        front.abort();
    }

    void onBug(Throwable cause) {
        LOG.error("event=bug session={}", timeline.session(), cause);
        end(Ending.BUG);
    }

    private void onExpired(Ending ending) {
        try {
            endPhase(ending);
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    private void endPhase(Ending ending) {
        if (ending == Ending.CONNECT_TIMEOUT || ending == Ending.SLOT_TIMEOUT) {
            dispatch.onExpired(ending);
        } else if (ending == Ending.TUNNEL_IDLE_TIMEOUT && isWaitingForBuffer()) {
            // There are bytes; that they do not pass is our doing, and has a deadline of its own.
            touch();
        } else {
            end(ending);
        }
    }

    private boolean isWaitingForBuffer() {
        Peer connected = back;
        return front.isWaitingForBuffer() || (connected != null && connected.isWaitingForBuffer());
    }

    private void leave(Reason reason) {
        closed = true;
        back = null;
        phase.close();
        request.close();
        response.close();
        dispatch.abandon();
        loop.leave(this);
        timeline.end(reason, loop.now());
        loop.observer.exchangeEnded(timeline);
        loop.observer.sessionClosed(service.listener());
    }
}
