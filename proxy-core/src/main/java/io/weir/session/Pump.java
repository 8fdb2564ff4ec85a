package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.WaitClass;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One flow of a tunnel: reads a buffer from its source, writes it to its sink, reads the next. Confined to its event loop. */
final class Pump implements PeerEvents {

    private final RelaySession session;
    private final LoopServices loop;
    private final Flow flow;
    private final PhaseTimer phase;
    private @Nullable Peer source;
    private @Nullable Peer sink;
    private long passedBytes;
    private long waitingSince;
    private boolean stalled;
    private boolean ended;

    Pump(RelaySession session, Flow flow) {
        this.session = session;
        loop = session.loop;
        this.flow = flow;
        phase = new PhaseTimer(loop.scheduler, session::end);
    }

    void begin(Peer from, Peer to) {
        source = from;
        sink = to;
        readMore(from);
    }

    boolean hasEnded() {
        return ended;
    }

    private void readMore(Peer from) {
        boolean early = passedBytes < loop.limits.earlyBytes();
        WaitClass first = flow == Flow.RESPONSE ? WaitClass.FINISH : WaitClass.START;
        from.read(early ? first : WaitClass.CONTINUE);
    }

    @Override
    public int readLimit() {
        Peer to = sink;
        if (to == null) {
            return Integer.MAX_VALUE;
        }
        int limit = loop.readLimit(to, session.client);
        if (limit == 0) {
            enterStall();
            to.awaitRoom();
        }
        return limit;
    }

    @Override
    public InetAddress client() {
        return session.client;
    }

    @Override
    public void prime(ByteBuf buffer) {}

    @Override
    public void onBytes(ByteBuf buffer) {
        Peer to = sink;
        if (to == null) {
            buffer.release();
            return;
        }
        session.touch();
        int length = buffer.readableBytes();
        passedBytes += length;
        if (flow == Flow.REQUEST) {
            session.timeline.received(length);
        } else {
            session.timeline.firstByte(loop.now());
            session.timeline.sent(length);
        }
        if (to.write(buffer) == Peer.Written.ALL) {
            readOn();
        } else {
            stalled = true;
            enterStall();
        }
    }

    private void enterStall() {
        phase.enter(
                flow == Flow.REQUEST ? Ending.SERVER_STALL_TIMEOUT : Ending.CLIENT_STALL_TIMEOUT,
                loop.timeouts.writeStall());
    }

    private void readOn() {
        phase.leave();
        Peer from = source;
        if (from != null && !ended) {
            readMore(from);
        }
    }

    @Override
    public void onEnd() {
        ended = true;
        Peer to = sink;
        if (to == null) {
            session.end(Ending.CLIENT_ABORT);
        } else {
            to.shutdownOutput();
            session.onFlowEnded();
        }
    }

    // Our source is the sink of the other flow.
    @Override
    public void onEvicted() {
        session.end(flow == Flow.REQUEST ? Ending.CLIENT_EVICTED : Ending.SERVER_EVICTED);
    }

    @Override
    public void onClosed() {
        session.end(flow == Flow.REQUEST ? Ending.CLIENT_ABORT : Ending.SERVER_CLOSED);
    }

    @Override
    public void onBug(Throwable cause) {
        session.onBug(cause);
    }

    @Override
    public void onWriteFailed() {
        onClosed();
    }

    // Our source is the sink of the other flow.
    @Override
    public void onDrained() {
        session.opposite(this).onSinkDrained();
    }

    @Override
    public void onRoomy() {
        session.opposite(this).readOn();
    }

    private void onSinkDrained() {
        if (stalled) {
            stalled = false;
            session.touch();
            readOn();
        }
    }

    @Override
    public void onWaitBegin() {
        waitingSince = loop.now();
        phase.enter(Ending.BUFFER_TIMEOUT, loop.timeouts.buffer());
    }

    @Override
    public void onWaitEnd() {
        session.timeline.waitedForBuffer(loop.now() - waitingSince);
        phase.leave();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onStirred(byte first) {}

    void close() {
        phase.close();
        source = null;
        sink = null;
    }
}
