package io.weir.buffer;

import org.jspecify.annotations.Nullable;

/**
 * The claim of one flow of one session on a buffer, and its place in the queue while it waits. Made once per flow, used again for
 * every buffer.
 *
 * <p>Confined to the event loop of its session, but for the grant, which may come from any thread: it only marks the ticket and
 * wakes the waiter. Asking again while it waits changes nothing but, possibly, the class to a better one.
 */
public final class Ticket implements Acquisition {

    enum State {
        /** Neither queued nor granted. */
        IDLE,
        /** In the queue, in exactly one of its lines. */
        WAITING,
        /** Out of the queue, with a lease that awaits collection. */
        GRANTED,
        /** The session has ended: never queued again. */
        CLOSED
    }

    /** The session behind a ticket, which is woken when its wait ends. */
    @FunctionalInterface
    public interface Waiter {

        /**
         * Tells that a buffer has been granted to {@code ticket} and awaits {@link Ticket#collect()}. Called on any thread, with no
         * lock held: the waiter only hops to its own event loop, and collects or closes the ticket there.
         *
         * @return false if that loop takes no more tasks; the buffer then goes to the next ticket in the queue
         */
        boolean wake(Ticket ticket);
    }

    /** The pool of a ticket: what the methods of the ticket ask for. */
    interface Owner {

        Acquisition acquire(Ticket ticket, WaitClass urgency);

        Acquisition collect(Ticket ticket);

        boolean cancel(Ticket ticket);

        void close(Ticket ticket);
    }

    long session;
    final Flow flow;
    final Waiter waiter;
    private final Owner owner;

    // Written under the lock of the owner. Read without it only by the owner, who alone takes it out of IDLE and
    // GRANTED.
    volatile State state = State.IDLE;

    // Guarded by the lock of the owner.
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

    Ticket(Owner owner, long session, Flow flow, Waiter waiter) {
        this.owner = owner;
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
     * @return a {@link Lease} now, this ticket if it waits (its waiter will be woken), or a {@link Acquisition.Refusal}
     */
    public Acquisition acquire(WaitClass urgency) {
        return owner.acquire(this, urgency);
    }

    /**
     * Takes what was granted, once the waiter has been woken.
     *
     * @return the {@link Lease}; this ticket if it still waits, or {@link Acquisition.Refusal#NOT_WAITING} if there is nothing to take,
     *     because it gave up or has collected before
     */
    public Acquisition collect() {
        return owner.collect(this);
    }

    /**
     * Gives up waiting.
     *
     * @return true if the ticket waited and left the queue; false if it did not wait, or had just been granted a buffer, which
     *     then awaits {@link #collect()}
     */
    public boolean cancel() {
        return owner.cancel(this);
    }

    /** Leaves for good, at any time and any number of times. A buffer granted but not collected goes to the next ticket in the queue. */
    public void close() {
        owner.close(this);
    }

    /** Whether the ticket waits, or is granted and not yet collected. */
    public boolean isPending() {
        State current = state;
        return current == State.WAITING || current == State.GRANTED;
    }

    boolean mayUseReserve(WaitClass urgency) {
        return flow == Flow.RESPONSE || urgency == WaitClass.FINISH;
    }
}
