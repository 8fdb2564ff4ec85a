package io.weir.tunnel;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.KeptBytes;
import io.weir.buffer.WaitClass;
import io.weir.connection.ByteSink;
import io.weir.connection.ByteSource;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import io.weir.connection.Written;
import io.weir.exchange.LoopResources;
import io.weir.exchange.PhaseTimer;
import io.weir.reason.Ending;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One flow of a tunnel: reads a buffer from its source, writes it to its sink, reads the next. Hears of both, and of the end of the connection that
 * is its source. Confined to its event loop.
 */
final class Pump implements SourceEvents, SinkEvents, ConnectionEvents, PhaseTimer.Owner {

    private final Tunnel tunnel;
    private final LoopResources loop;
    private final Flow flow;
    private final PhaseTimer phase;
    private @Nullable ByteSource source;
    private @Nullable ByteSink sink;
    private long passedBytes;
    private long waitingSince;
    private boolean stalled;
    private boolean ended;
    private boolean sourceEnded;
    private @Nullable KeptBytes kept;

    Pump(Tunnel tunnel, Flow flow) {
        this.tunnel = tunnel;
        loop = tunnel.loop;
        this.flow = flow;
        phase = new PhaseTimer(loop.scheduler(), this);
    }

    /** Begins with bytes that have been read already. Takes ownership of them. */
    void begin(ByteSource from, ByteSink to, ByteBuf received) {
        source = from;
        sink = to;
        if (received.isReadable()) {
            onBytes(received);
        } else {
            received.release();
            readMore(from);
        }
    }

    /** Begins with what the source has sent already. Takes ownership of it. */
    void begin(ByteSource from, ByteSink to, Tunnel.Received received) {
        sourceEnded = received.ended();
        if (received.kept().isEmpty()) {
            begin(from, to, received.bytes());
            return;
        }
        source = from;
        sink = to;
        kept = received.kept();
        from.lease(WaitClass.START);
    }

    boolean hasEnded() {
        return ended;
    }

    private void readMore(ByteSource from) {
        if (sourceEnded) {
            onEnd();
            return;
        }
        boolean early = passedBytes < tunnel.earlyBytes();
        WaitClass first = flow == Flow.RESPONSE ? WaitClass.FINISH : WaitClass.START;
        from.read(early ? first : WaitClass.CONTINUE);
    }

    @Override
    public int readLimit() {
        ByteSink to = sink;
        if (to == null) {
            return Integer.MAX_VALUE;
        }
        int limit = loop.readLimit(to.room(), tunnel.client());
        if (limit == 0) {
            enterStall();
            to.awaitRoom();
        }
        return limit;
    }

    @Override
    public InetAddress client() {
        return tunnel.client();
    }

    @Override
    public void prime(ByteBuf buffer) {}

    @Override
    public void onBytes(ByteBuf buffer) {
        ByteSink to = sink;
        if (to == null) {
            buffer.release();
            return;
        }
        tunnel.touch();
        int length = buffer.readableBytes();
        passedBytes += length;
        if (flow == Flow.REQUEST) {
            tunnel.timeline().received(length);
        } else {
            tunnel.timeline().firstByte(loop.realNow());
            tunnel.timeline().sent(length);
        }
        if (to.write(buffer) == Written.ALL) {
            readOn();
        } else {
            stalled = true;
            enterStall();
        }
    }

    private void enterStall() {
        phase.enter(
                flow == Flow.REQUEST ? Ending.SERVER_STALL_TIMEOUT : Ending.CLIENT_STALL_TIMEOUT,
                tunnel.timeouts().writeStall());
    }

    private void readOn() {
        phase.leave();
        ByteSource from = source;
        if (from != null && !ended) {
            readMore(from);
        }
    }

    @Override
    public void onEnd() {
        ended = true;
        ByteSink to = sink;
        if (to == null) {
            tunnel.onBroken(Ending.CLIENT_ABORT);
        } else {
            to.shutdownOutput();
            tunnel.onFlowEnded();
        }
    }

    // The reason names the side of the connection that holds the buffer, whichever flow its bytes belong to.
    @Override
    public void onEvicted() {
        tunnel.onBroken(flow == Flow.REQUEST ? Ending.CLIENT_EVICTED : Ending.SERVER_EVICTED);
    }

    @Override
    public void onClosed() {
        tunnel.onBroken(flow == Flow.REQUEST ? Ending.CLIENT_ABORT : Ending.SERVER_CLOSED);
    }

    @Override
    public void onExpired(Ending ending) {
        tunnel.onBroken(ending);
    }

    @Override
    public void onBug(Throwable cause) {
        tunnel.onBug(cause);
    }

    // The connection that we write to is the source of the other flow, which names its side.
    @Override
    public void onWriteFailed() {
        tunnel.opposite(this).onClosed();
    }

    @Override
    public void onRoomy() {
        readOn();
    }

    @Override
    public void onDrained() {
        if (stalled) {
            stalled = false;
            tunnel.touch();
            readOn();
        }
    }

    @Override
    public void onWaitBegin() {
        waitingSince = loop.realNow();
        phase.enter(Ending.BUFFER_TIMEOUT, tunnel.timeouts().buffer());
    }

    @Override
    public void onWaitEnd() {
        tunnel.timeline().waitedForBuffer(loop.realNow() - waitingSince);
        phase.leave();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        KeptBytes before = kept;
        kept = null;
        if (before == null) {
            buffer.release();
            return;
        }
        before.appendTo(buffer);
        before.clear();
        onBytes(buffer);
    }

    @Override
    public void onStirred(byte first) {}

    void close() {
        phase.close();
        source = null;
        sink = null;
        KeptBytes unsent = kept;
        kept = null;
        if (unsent != null) {
            unsent.clear();
        }
    }
}
