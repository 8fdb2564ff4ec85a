package io.weir.buffer;

/** The outcome of asking for a buffer: a {@link Lease}, a {@link Ticket} that waits in the queue, or a {@link Refusal}. */
public sealed interface Acquisition permits Lease, Ticket, Acquisition.Refusal {

    /** No buffer and no place in the queue. There is nothing to release and nothing to cancel. */
    enum Refusal implements Acquisition {
        /** The pool is closed. */
        POOL_CLOSED,
        /** The ticket is closed: its session has ended. */
        TICKET_CLOSED,
        /** Nothing awaits collection: the ticket neither waits nor is granted. */
        NOT_WAITING
    }
}
