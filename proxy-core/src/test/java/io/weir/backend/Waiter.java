package io.weir.backend;

/** A session in line: it counts how often it was woken. */
final class Waiter implements SlotWaiter {

    final SlotTicket ticket = new SlotTicket(this);
    Runnable onWake = () -> {};
    boolean dead;
    int wakes;

    @Override
    public boolean wake() {
        wakes++;
        onWake.run();
        return !dead;
    }

    /** A session whose event loop takes no more tasks. */
    static Waiter onDeadLoop() {
        Waiter waiter = new Waiter();
        waiter.dead = true;
        return waiter;
    }
}
