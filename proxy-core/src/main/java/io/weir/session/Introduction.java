package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.FrontConnection;
import io.weir.connection.Look;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.PhaseTimer;
import io.weir.forwarded.TrustedPeers;
import io.weir.proxyprotocol.ProxyHeaderParser;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a front connection on which a load balancer tells of the client, before the client's own bytes. Ends when the session of
 * that client begins, or with the connection. Confined to its event loop.
 */
final class Introduction extends Front implements ConnectionEvents, SourceEvents, PhaseTimer.Owner {
    /*
     * Nothing is answered, whatever is wrong: until the header is whole nobody knows what is spoken. It is counted.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);

    /** Makes the session of the client, on its connection. */
    @FunctionalInterface
    interface Next {
        Front session(FrontConnection front);
    }

    private final SessionLoop loop;
    private final TrustedPeers trusted;
    private final long number;
    private final Predicate<InetAddress> welcome;
    private final Next next;
    private final FrontConnection front;
    private final InetAddress peer;
    private final PhaseTimer phase;
    private final PartialHead partial;
    private final ProxyHeaderParser parser = new ProxyHeaderParser();
    private boolean begun;
    private boolean over;

    /**
     * An introduction on an open front connection.
     *
     * @param welcome whether a client that is told may have one more connection
     */
    Introduction(
            SessionLoop loop,
            Listener listener,
            ListenerRules rules,
            long number,
            FrontConnection connection,
            Predicate<InetAddress> welcome,
            Next next) {
        super(listener, rules.listener());
        this.loop = loop;
        trusted = rules.clients().trusted();
        this.number = number;
        this.welcome = welcome;
        this.next = next;
        front = connection;
        front.tell(this, this, NoWrites.NONE);
        peer = front.remoteAddress().getAddress();
        phase = new PhaseTimer(loop.resources.scheduler(), this);
        partial = new PartialHead(loop.http1, loop.resources.parking());
    }

    @Override
    public void start(ByteBuf first) {
        first.release();
        loop.enter(this);
        if (!trusted.contains(peer)) {
            refuse(Ending.PROXY_PROTOCOL_UNTRUSTED);
        } else {
            phase.enter(Ending.REQUEST_HEAD_TIMEOUT, timeouts().requestHead());
            front.read(WaitClass.START);
            if (loop.isDraining() || listener.hasEnded()) {
                drain();
            }
        }
    }

    private Timeouts timeouts() {
        return listener.generation().timeouts();
    }

    @Override
    boolean isOn(Generation generation) {
        return false;
    }

    @Override
    public void drain() {
        if (!begun) {
            phase.enter(Ending.DONE, SessionLoop.LAST_CALL);
        }
    }

    // The first byte of the header is here. In a drain the time for it begins anew, as for a request that comes by the
    // last call.
    private void begin() {
        if (!begun && (loop.isDraining() || listener.hasEnded())) {
            phase.enter(Ending.REQUEST_HEAD_TIMEOUT, timeouts().requestHead());
        }
        begun = true;
    }

    @Override
    public boolean cutShort(Ending reason) {
        close();
        return false;
    }

    @Override
    public void lookForReset() {
        front.lookForReset();
    }

    @Override
    public void abort(Ending reason) {
        leave();
        front.abort();
    }

    @Override
    public int readLimit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public InetAddress client() {
        return peer;
    }

    @Override
    public void prime(ByteBuf buffer) {
        partial.prime(buffer);
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        begin();
        partial.clear();
        switch (parser.parse(Lease.memory(buffer), buffer.readerIndex(), buffer.writerIndex())) {
            case COMPLETE -> introduce(buffer);
            case INCOMPLETE -> keep(buffer);
            case VIOLATION -> {
                buffer.release();
                refuse(Ending.PROXY_PROTOCOL_BAD);
            }
        }
    }

    private void keep(ByteBuf buffer) {
        if (partial.keep(buffer)) {
            front.read(WaitClass.START);
        } else if (loop.resources.mayHold(buffer, peer)) {
            front.readInto(buffer);
        } else {
            buffer.release();
            refuse(Ending.PARKING_FULL);
        }
    }

    private void introduce(ByteBuf buffer) {
        InetSocketAddress source = parser.source();
        InetSocketAddress destination = parser.destination();
        // A header without addresses speaks for the trusted peer itself, which is exempt from the client limit.
        if (source != null && destination != null) {
            if (!welcome.test(source.getAddress())) {
                buffer.release();
                refuse(Ending.CLIENT_LIMIT);
                return;
            }
            front.speaksFor(source, destination);
        }
        leave();
        Front session = next.session(front);
        buffer.readerIndex(parser.end());
        if (buffer.isReadable()) {
            session.start(buffer);
        } else {
            buffer.release();
            session.start(Unpooled.EMPTY_BUFFER);
        }
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onWaitBegin() {
        begin();
        phase.interrupt(Ending.BUFFER_TIMEOUT, timeouts().buffer());
    }

    @Override
    public void onWaitEnd() {
        phase.resume();
    }

    @Override
    public void onStirred(byte first) {
        begin();
        partial.keep(first);
    }

    // A load balancer that only looks whether somebody listens does not say who it is.
    @Override
    public void onEnd() {
        close();
    }

    @Override
    public void onClosed() {
        close();
    }

    @Override
    public void onEvicted() {
        refuse(Ending.CLIENT_EVICTED);
    }

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session={}", number, cause);
        leave();
        front.abort();
    }

    @Override
    public void onExpired(Ending ending) {
        if (ending != Ending.DONE) {
            refuse(ending);
        } else if (front.stir() != Look.BYTES) {
            close();
        }
    }

    private void refuse(Reason reason) {
        leave();
        loop.observer.sessionRefused(listenerName, reason);
        front.abort();
    }

    private void close() {
        leave();
        front.close();
    }

    private void leave() {
        if (!over) {
            over = true;
            phase.close();
            partial.clear();
            loop.leave(this);
        }
    }

    /** Nothing is written before the header is whole. */
    private enum NoWrites implements SinkEvents {
        NONE;

        @Override
        public void onDrained() {}

        @Override
        public void onRoomy() {}

        @Override
        public void onWriteFailed() {}
    }
}
