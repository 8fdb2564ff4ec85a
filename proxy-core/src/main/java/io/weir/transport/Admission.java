package io.weir.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Counts front connections. At the limit, while requests stand in line for too long, and when Weir is to end, listeners stop accepting,
 * and the kernel's backlog holds who comes. Safe for use by any thread.
 */
final class Admission {

    private final int limit;
    private final CountDownLatch emptied = new CountDownLatch(1);
    private volatile int open; // written under this
    private boolean ending; // guarded by this
    private boolean paused; // guarded by this
    private long pauses; // guarded by this
    private final List<ListenerChannel> turnedAway = new ArrayList<>(); // guarded by this

    Admission(int limit) {
        this.limit = limit;
    }

    /** Counts one connection more. If there is no place, the listener is resumed once there is one again. */
    synchronized boolean enter(ListenerChannel listener) {
        if (isOpen()) {
            open++;
            return true;
        }
        if (!turnedAway.contains(listener)) {
            turnedAway.add(listener);
        }
        return false;
    }

    /** Counts one connection less. */
    void leave() {
        List<ListenerChannel> resumed;
        synchronized (this) {
            open--;
            resumed = takeResumable();
            if (ending && open == 0) {
                emptied.countDown();
            }
        }
        resumed.forEach(ListenerChannel::resume);
    }

    /** Admits nobody until {@link #resume()}. */
    synchronized void pause() {
        if (!paused) {
            paused = true;
            pauses++;
        }
    }

    /** Ends a pause. */
    void resume() {
        List<ListenerChannel> resumed;
        synchronized (this) {
            paused = false;
            resumed = takeResumable();
        }
        resumed.forEach(ListenerChannel::resume);
    }

    // Under the lock. The listeners that are to try again.
    private List<ListenerChannel> takeResumable() {
        if (!isOpen()) {
            return List.of();
        }
        List<ListenerChannel> resumable = List.copyOf(turnedAway);
        turnedAway.clear();
        return resumable;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** How many pauses there were. */
    synchronized long pauses() {
        return pauses;
    }

    /** Admits nobody any more. The latch opens when the last connection is gone. */
    synchronized CountDownLatch end() {
        ending = true;
        if (open == 0) {
            emptied.countDown();
        }
        return emptied;
    }

    int open() {
        return open;
    }

    int limit() {
        return limit;
    }

    /** Whether there is a place for one more. */
    synchronized boolean isOpen() {
        return open < limit && !paused && !ending;
    }
}
