package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Acquisition;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.SourceEvents;
import org.jspecify.annotations.Nullable;

/** Decides when the input of a {@link FakeConnection} is read and into what, as the read gate of a real connection does. */
final class FakeGate {

    enum Wish {
        NOTHING,
        BYTES,
        MORE_BYTES,
        LEASE,
        WATCH,
        DISCARD
    }

    private final FakeInput input;
    private final Ticket ticket;
    private final Runnable onReset;
    private SourceEvents events = FakeConnection.Nobody.HEARS;
    private Wish wish = Wish.NOTHING;
    private WaitClass urgency = WaitClass.CONTINUE;
    private @Nullable ByteBuf topUp;
    private boolean toldToWait;
    private boolean toldOfEnd;
    private boolean closed;
    private int limit;

    /**
     * A gate that wants nothing.
     *
     * @param onReset what to do when a reader has found a reset
     */
    FakeGate(FakeInput input, BufferPool pool, Flow flow, Runnable onReset) {
        this.input = input;
        this.onReset = onReset;
        ticket = pool.ticket(1, flow, ignored -> true);
    }

    void events(SourceEvents next) {
        events = next;
    }

    Wish wish() {
        return wish;
    }

    WaitClass urgency() {
        return urgency;
    }

    boolean isWaiting() {
        return ticket.isPending();
    }

    /** The next readiness comes from the loop, never from within this call. */
    void wantBytes(WaitClass wanted) {
        dropTopUp();
        want(Wish.BYTES);
        urgency = wanted;
        if (ticket.isPending()) {
            ticket.acquire(wanted);
        }
    }

    /** Takes ownership of the buffer. */
    void wantMore(ByteBuf buffer) {
        leaveLine();
        want(Wish.MORE_BYTES);
        topUp = buffer;
        if (closed) {
            dropTopUp();
        }
    }

    void wantLease(WaitClass wanted) {
        dropTopUp();
        want(Wish.LEASE);
        urgency = wanted;
        Acquisition acquisition = ticket.acquire(wanted);
        if (acquisition instanceof Lease lease) {
            wish = Wish.NOTHING;
            events.onBuffer(lease.buffer());
        } else if (acquisition == ticket) {
            tellToWait();
        }
    }

    /** Wants what takes no buffer, or nothing. */
    void wantWithoutBuffer(Wish next) {
        leaveLine();
        want(next);
    }

    private void want(Wish next) {
        wish = closed ? Wish.NOTHING : next;
    }

    /** Ends all wishes for good. */
    void close() {
        closed = true;
        wish = Wish.NOTHING;
        dropTopUp();
        ticket.close();
    }

    private void leaveLine() {
        ticket.cancel();
        toldToWait = false;
        dropTopUp();
    }

    private void dropTopUp() {
        ByteBuf buffer = topUp;
        topUp = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    /** Uses the buffer that it stood in line for, if one has been granted. One that is of no use any more goes back untold. */
    void collectGrant() {
        if (ticket.collect() instanceof Lease lease) {
            use(lease);
        }
    }

    private void use(Lease lease) {
        if (wish == Wish.LEASE) {
            wish = Wish.NOTHING;
            tellWaitIsOver();
            events.onBuffer(lease.buffer());
        } else if (wish == Wish.BYTES) {
            tellWaitIsOver();
            readAdmitted(lease);
        } else {
            lease.close();
        }
    }

    private void readAdmitted(Lease lease) {
        if (isAdmitted()) {
            readInto(lease);
        } else {
            lease.close();
        }
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

    /** The loop comes round: reads what is wanted, and tells the end or the reset behind it. */
    void turn() {
        if (input.isEmpty()) {
            tellEnd();
            return;
        }
        switch (wish) {
            case BYTES -> acquireAndRead();
            case MORE_BYTES -> readMore();
            case WATCH -> {
                wish = Wish.NOTHING;
                events.onStirred(input.takeFirst());
            }
            case DISCARD -> {
                input.forget();
                tellEnd();
            }
            case NOTHING, LEASE -> {}
        }
    }

    // The kernel tells it only to a reader, and not to one in line for a buffer.
    private void tellEnd() {
        if (wish == Wish.NOTHING || wish == Wish.LEASE || ticket.isPending()) {
            return;
        }
        if (input.isReset()) {
            onReset.run();
        } else if (input.hasEnded() && !toldOfEnd) {
            toldOfEnd = true;
            wish = Wish.NOTHING;
            events.onEnd();
        }
    }

    private void acquireAndRead() {
        if (ticket.isPending() || !isAdmitted()) {
            return;
        }
        Acquisition acquisition = ticket.acquire(urgency);
        if (acquisition instanceof Lease lease) {
            readInto(lease);
        } else if (acquisition == ticket) {
            tellToWait();
        }
    }

    private boolean isAdmitted() {
        limit = events.readLimit();
        if (limit == 0) {
            wish = Wish.NOTHING;
        }
        return limit != 0;
    }

    private void readInto(Lease lease) {
        events.prime(lease.buffer());
        if (input.isEmpty()) {
            lease.close();
            tellEnd();
        } else {
            fill(lease.buffer());
        }
    }

    private void readMore() {
        ByteBuf buffer = topUp;
        topUp = null;
        if (buffer != null) {
            Lease.of(buffer).moves();
            limit = Integer.MAX_VALUE;
            fill(buffer);
        }
    }

    private void fill(ByteBuf buffer) {
        input.readInto(buffer, limit);
        wish = Wish.NOTHING;
        events.onBytes(buffer);
    }
}
