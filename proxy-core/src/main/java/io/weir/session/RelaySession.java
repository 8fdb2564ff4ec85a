package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one front connection in TCP mode: a single exchange, whose bytes nobody looks at. Confined to its event loop. */
public final class RelaySession extends Session implements Dispatch.Owner, Tunnel.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private final LoopServices loop;
    private final Timeline timeline;
    private final InetAddress client;
    private final Service service;
    private final Peer front;
    private final Tunnel tunnel;
    private final PhaseTimer phase;
    private final Dispatch dispatch;
    private final PartialHead aside;
    private @Nullable Peer back;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    private boolean closed;

    /** A session on an open front connection. */
    public RelaySession(LoopServices loop, Service service, long number, PeerFactory frontConnection) {
        this.loop = loop;
        this.service = service;
        tunnel = new Tunnel(loop, this);
        aside = new PartialHead(loop);
        front = frontConnection.open(tunnel.requestEvents());
        client = front.clientAddress().getAddress();
        timeline = new Timeline(loop.keptLine());
        timeline.belongsTo(number, service.listener(), front.remoteAddress());
        phase = new PhaseTimer(loop.scheduler, this::onExpired);
        dispatch = new Dispatch(loop, this, timeline, phase);
    }

    @Override
    public void start(ByteBuf first) {
        early = first;
        loop.enter(this);
        loop.observer.sessionOpened(service.listener());
        timeline.begin(1, loop.realNow(), Ticker.wallClockMillis());
        timeline.speaksFor(front.clientAddress());
        if (setAside()) {
            dispatch.begin(service.everything());
        } else {
            end(Ending.PARKING_FULL);
        }
    }

    // What the client has sent already needs no buffer while a server is looked for. Returns false if there is no room
    // for it.
    private boolean setAside() {
        ByteBuf first = early;
        if (!first.isReadable()) {
            return true;
        }
        if (aside.keep(first)) {
            early = Unpooled.EMPTY_BUFFER;
            return true;
        }
        if (!loop.mayHold(first, client)) {
            return false;
        }
        front.hold(first);
        return true;
    }

    // A tunnel cannot be told to hurry: it ends by itself or at the deadline.
    @Override
    public void drain() {}

    @Override
    public void lookForReset() {
        front.lookForReset();
    }

    @Override
    public boolean cutShort(Ending reason) {
        boolean brokenOff = !closed;
        end(reason);
        return brokenOff;
    }

    @Override
    public void abort(Ending reason) {
        end(reason);
    }

    @Override
    public void onBack(Peer connected) {
        back = connected;
        ByteBuf first = early;
        early = Unpooled.EMPTY_BUFFER;
        if (first.isReadable()) {
            Lease.of(first).moves();
        }
        tunnel.begin(front, connected, new Tunnel.Received(first, aside, false), Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void onNoBack(Reason reason) {
        end(reason);
    }

    @Override
    public void onMustWait() {}

    @Override
    public InetSocketAddress calledAddress() {
        return front.calledAddress();
    }

    // What is relayed begins with a connection and ends with it.
    @Override
    public boolean mayReuse() {
        return false;
    }

    @Override
    public @Nullable BoundBack boundBack() {
        return null;
    }

    @Override
    public BoundBack bindBack() {
        throw new IllegalStateException("a relayed connection is not used again");
    }

    @Override
    public Timeouts timeouts() {
        return loop.timeouts;
    }

    @Override
    public PeerEvents backEvents() {
        return tunnel.responseEvents();
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
        leave(Ending.DONE);
        front.close();
    }

    @Override
    public void onTunnelBroken(Reason reason) {
        end(reason);
    }

    /** A side broke off: so does the other. */
    private void end(Reason reason) {
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

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session={}", timeline.session(), cause);
        end(Ending.BUG);
    }

    private void onExpired(Ending ending) {
        try {
            dispatch.onExpired(ending);
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    private void leave(Reason reason) {
        closed = true;
        back = null;
        phase.close();
        tunnel.close();
        aside.clear();
        early.release();
        early = Unpooled.EMPTY_BUFFER;
        dispatch.abandon();
        loop.leave(this);
        timeline.unsent(front.untaken());
        timeline.end(reason, loop.realNow());
        loop.observer.exchangeEnded(timeline);
        loop.observer.sessionClosed(service.listener());
    }
}
