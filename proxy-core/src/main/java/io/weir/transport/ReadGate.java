package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Acquisition;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.SourceEvents;
import org.jspecify.annotations.Nullable;

/**
 * Decides, each time the socket is readable, whether it is read and into what. Confined to its event loop, but for the wake-up
 * from the wait queue, which hops to it.
 */
final class ReadGate implements SocketReader, Ticket.Waiter, Runnable {
    /*
     * States: the purpose says what the session wants, the ticket says whether it is in line.
     *
     *   IDLE      purpose NOTHING: no interest, no events.
     *   ARMED     purpose BYTES, not in line: interest is on, no buffer is held.
     *   WAITING   purpose BYTES or LEASE, ticket in line: interest is off.
     *   GRANTED   a lease was collected and the socket is being read into it, within one call.
     *
     * A buffer that is handed to the session is the session's; a read that finds nothing gives it back to the pool at once,
     * and the gate is ARMED again, to be called at the next readiness.
     *
     * A session that throws while it is handed a buffer may have kept it, passed it on, released it, or forgotten it. It is told of its bug
     * first, by which it gives back all that it knows of, and the connection closes; if the lease is then still in the term in which it was
     * handed over, nobody holds it, and it is ended here.
     */

    private enum Purpose {
        NOTHING,
        BYTES,
        MORE_BYTES,
        LEASE,
        WATCH,
        DISCARD
    }

    private final PeerChannel channel;
    private final TrafficLoop loop;
    private final Ticket ticket;
    private SourceEvents events = NoEvents.NONE;
    private Purpose purpose = Purpose.NOTHING;
    private WaitClass urgency = WaitClass.CONTINUE;
    private @Nullable Lease granted;
    private @Nullable ByteBuf topUp;
    private boolean toldToWait;
    private int readLimit;

    ReadGate(PeerChannel channel, TrafficLoop loop, Flow flow, long session) {
        this.channel = channel;
        this.loop = loop;
        ticket = loop.pool().ticket(session, flow, this);
    }

    void events(SourceEvents next) {
        assert loop.inEventLoop();
        events = next;
    }

    /** Waits on behalf of another session from now on. */
    void usedBy(long session) {
        assert loop.inEventLoop();
        ticket.usedBy(session);
    }

    void wantBytes(WaitClass wanted) {
        assert loop.inEventLoop();
        dropTopUp();
        purpose = Purpose.BYTES;
        urgency = wanted;
        if (ticket.isPending()) {
            ticket.acquire(wanted);
        } else {
            channel.wantRead();
        }
    }

    void wantMore(ByteBuf buffer) {
        assert loop.inEventLoop();
        leaveLine();
        purpose = Purpose.MORE_BYTES;
        topUp = buffer;
        channel.wantRead();
    }

    void wantLease(WaitClass wanted) {
        assert loop.inEventLoop();
        dropTopUp();
        purpose = Purpose.LEASE;
        urgency = wanted;
        channel.clearReadInterest();
        Acquisition acquisition = ticket.acquire(wanted);
        if (acquisition instanceof Lease lease) {
            purpose = Purpose.NOTHING;
            handOverEmpty(lease);
        } else if (acquisition == ticket) {
            tellToWait();
        }
    }

    void wantSign() {
        assert loop.inEventLoop();
        leaveLine();
        purpose = Purpose.WATCH;
        channel.wantRead();
    }

    void wantNoneOfIt() {
        assert loop.inEventLoop();
        leaveLine();
        purpose = Purpose.DISCARD;
        channel.wantRead();
    }

    void wantNothing() {
        assert loop.inEventLoop();
        leaveLine();
        purpose = Purpose.NOTHING;
        channel.clearReadInterest();
    }

    boolean isWaiting() {
        assert loop.inEventLoop();
        return ticket.isPending();
    }

    /** Ends all wishes for good. */
    void close() {
        assert loop.inEventLoop();
        purpose = Purpose.NOTHING;
        dropTopUp();
        ticket.close();
    }

    // A lease that was granted in the same moment comes by collect(), which finds it unwanted.
    private void leaveLine() {
        dropTopUp();
        ticket.cancel();
        toldToWait = false;
    }

    private void tellToWait() {
        if (!toldToWait) {
            toldToWait = true;
            events.onWaitBegin();
        }
    }

    private void tellWaitIsOver() {
        if (toldToWait) {
            toldToWait = false;
            events.onWaitEnd();
        }
    }

    private void dropTopUp() {
        ByteBuf buffer = topUp;
        if (buffer != null) {
            topUp = null;
            buffer.release();
        }
    }

    /** A buffer has been granted. On any thread. A grant makes no garbage but the loop's queue node. */
    @Override
    public boolean wake(Ticket granted) {
        return loop.tryExecute(this);
    }

    /** Takes what was granted, on the loop. */
    @Override
    public void run() {
        assert loop.inEventLoop();
        if (ticket.collect() instanceof Lease lease) {
            granted = lease;
            try {
                use(lease);
            } catch (RuntimeException | Error e) {
                channel.onBug(e);
            } finally {
                closeGranted();
            }
        }
    }

    // Leaves it granted if it is of no use.
    private void use(Lease lease) {
        if (purpose == Purpose.LEASE) {
            purpose = Purpose.NOTHING;
            tellWaitIsOver();
            granted = null;
            handOverEmpty(lease);
        } else if (purpose == Purpose.BYTES) {
            tellWaitIsOver();
            channel.readNow();
        }
    }

    private void closeGranted() {
        Lease unused = granted;
        granted = null;
        if (unused != null) {
            unused.close();
        }
    }

    private void handOverEmpty(Lease lease) {
        long term = lease.term();
        try {
            events.onBuffer(lease.buffer());
        } catch (RuntimeException | Error e) {
            channel.onBug(e);
            lease.reclaim(term);
        }
    }

    private void handOverFilled(ByteBuf buffer) {
        Lease lease = Lease.of(buffer);
        long term = lease.term();
        try {
            events.onBytes(buffer);
        } catch (RuntimeException | Error e) {
            channel.onBug(e);
            lease.reclaim(term);
        }
    }

    @Override
    public ByteBuf allocate() {
        assert loop.inEventLoop();
        return switch (purpose) {
            case BYTES -> admit();
            case MORE_BYTES -> topUp == null ? Unpooled.EMPTY_BUFFER : topUp.retain();
            case WATCH -> loop.probe().clear().retain();
            case DISCARD -> loop.waste().clear().retain();
            case NOTHING, LEASE -> {
                channel.onUnwantedRead();
                yield Unpooled.EMPTY_BUFFER;
            }
        };
    }

    private ByteBuf admit() {
        readLimit = events.readLimit();
        if (readLimit == 0) {
            purpose = Purpose.NOTHING;
            return Unpooled.EMPTY_BUFFER;
        }
        return allocateFromPool();
    }

    @Override
    public int readLimit() {
        assert loop.inEventLoop();
        return purpose == Purpose.BYTES ? readLimit : Integer.MAX_VALUE;
    }

    private ByteBuf allocateFromPool() {
        Lease lease = granted;
        granted = null;
        if (lease == null) {
            Acquisition acquisition = ticket.acquire(urgency);
            if (acquisition == ticket) {
                tellToWait();
                return Unpooled.EMPTY_BUFFER;
            }
            if (!(acquisition instanceof Lease fresh)) {
                return Unpooled.EMPTY_BUFFER;
            }
            lease = fresh;
        }
        prime(lease);
        return lease.buffer();
    }

    private void prime(Lease lease) {
        try {
            events.prime(lease.buffer());
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /** A look at the socket has taken this byte of it. */
    void onStirred(byte first) {
        assert loop.inEventLoop();
        events.onStirred(first);
    }

    @Override
    public void onEnd() {
        assert loop.inEventLoop();
        events.onEnd();
    }

    @Override
    public void onRead(ByteBuf buffer) {
        assert loop.inEventLoop();
        if (purpose == Purpose.WATCH) {
            purpose = Purpose.NOTHING;
            byte first = buffer.getByte(0);
            buffer.release();
            events.onStirred(first);
        } else if (purpose == Purpose.DISCARD) {
            buffer.release();
            channel.wantRead();
        } else {
            if (purpose == Purpose.MORE_BYTES) {
                Lease.of(buffer).moves();
            }
            purpose = Purpose.NOTHING;
            dropTopUp();
            handOverFilled(buffer);
        }
    }
}
