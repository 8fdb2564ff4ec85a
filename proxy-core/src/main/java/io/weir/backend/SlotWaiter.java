package io.weir.backend;

/** Who waits for a slot. */
@FunctionalInterface
public interface SlotWaiter {

    /**
     * Tells that a slot has been granted and awaits {@link SlotTicket#collect()}. Called on any thread, with no lock held: the
     * waiter only hops to its own event loop.
     *
     * @return false if that loop takes no more tasks; the slot then goes to the next in line
     */
    boolean wake();
}
