package io.weir.buffer;

/** No buffer and no place in line. There is nothing to release and nothing to cancel. */
public enum Refusal implements Acquisition {
    /** The pool is closed. */
    POOL_CLOSED,
    /** The ticket is closed: its session has ended. */
    TICKET_CLOSED,
    /** Nothing awaits collection: the ticket is neither in line nor granted. */
    NOT_WAITING
}
