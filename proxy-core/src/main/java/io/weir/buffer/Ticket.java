package io.weir.buffer;

import org.jspecify.annotations.Nullable;

/**
 * The claim of one flow of one session on a buffer, and its place in line while it waits. Made once per flow, used again for
 * every buffer.
 *
 * <p>Confined to the event loop of its session, but for the grant, which may come from any thread: it only marks the ticket and
 * wakes the waiter. Asking again while in line changes nothing but, possibly, the class to a better one.
 */
public final class Ticket implements Acquisition {

    enum State {
        /** Neither in line nor granted. */
        IDLE,
        /** In exactly one line. */
        WAITING,
        /** Out of the line, with a lease that awaits collection. */
        GRANTED,
        /** The session has ended: never in a line again. */
        CLOSED
    }

    long session;
    final Flow flow;
    final Waiter waiter;
    private final BufferPool pool;

    // Written under the lock of the pool. Read without it only by the owner, who alone takes it out of IDLE and
    // GRANTED.
    volatile State state = State.IDLE;

    // Guarded by the lock of the pool.
    WaitClass waitClass = WaitClass.CONTINUE;
    long age;
    long sinceNanos;
    long waitedNanos;

    @Nullable
    Lease granted;

    @Nullable
    Ticket previous;

    @Nullable
    Ticket next;

    Ticket(BufferPool pool, long session, Flow flow, Waiter waiter) {
        this.pool = pool;
        this.session = session;
        this.flow = flow;
        this.waiter = waiter;
    }

    /** Names the session that uses this ticket from now on: a back connection serves one after the other. */
    public void usedBy(long nextSession) {
        session = nextSession;
    }

    /**
     * Asks for a buffer.
     *
     * @return a {@link Lease} now, this ticket if it is in line (its waiter will be woken), or a {@link Refusal}
     */
    public Acquisition acquire(WaitClass urgency) {
        return pool.acquire(this, urgency);
    }

    /**
     * Takes what was granted, once the waiter has been woken.
     *
     * @return the {@link Lease}; this ticket if it is still in line, or {@link Refusal#NOT_WAITING} if there is nothing to take,
     *     because it gave up or has collected before
     */
    public Acquisition collect() {
        return pool.collect(this);
    }

    /**
     * Gives up waiting.
     *
     * @return true if the ticket was in line and left it; false if it was not in line, or had just been granted a buffer, which
     *     then awaits {@link #collect()}
     */
    public boolean cancel() {
        return pool.cancel(this);
    }

    /** Leaves for good, at any time and any number of times. A buffer granted but not collected goes to the next in line. */
    public void close() {
        pool.close(this);
    }

    /** Whether the ticket is in line, or granted and not yet collected. */
    public boolean isPending() {
        State current = state;
        return current == State.WAITING || current == State.GRANTED;
    }

    boolean mayUseReserve(WaitClass urgency) {
        return flow == Flow.RESPONSE || urgency == WaitClass.FINISH;
    }
}
