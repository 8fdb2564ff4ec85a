package io.weir.buffer;

/** Who waits for a buffer. */
@FunctionalInterface
public interface Waiter {

    /**
     * Tells that a buffer has been granted to {@code ticket} and awaits {@link Ticket#collect()}. Called on any thread, with no
     * lock held: the waiter only hops to its own event loop, and collects or closes the ticket there.
     *
     * @return false if that loop takes no more tasks; the buffer then goes to the next in line
     */
    boolean wake(Ticket ticket);
}
