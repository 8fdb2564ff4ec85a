package io.weir.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Counts front connections. At the limit, and when Weir is to end, listeners stop accepting, and the kernel's backlog holds who
 * comes. Safe for use by any thread.
 */
final class Admission {

    private final int limit;
    private final CountDownLatch emptied = new CountDownLatch(1);
    private int open; // guarded by this
    private boolean ending; // guarded by this
    private final List<ListenerChannel> paused = new ArrayList<>(); // guarded by this

    Admission(int limit) {
        this.limit = limit;
    }

    /** Counts one connection more. If there is no place, the listener is resumed once there is one again. */
    synchronized boolean enter(ListenerChannel listener) {
        if (open < limit && !ending) {
            open++;
            return true;
        }
        if (!paused.contains(listener)) {
            paused.add(listener);
        }
        return false;
    }

    /** Counts one connection less. */
    void leave() {
        List<ListenerChannel> resumed;
        synchronized (this) {
            open--;
            resumed = ending ? List.of() : List.copyOf(paused);
            paused.clear();
            if (ending && open == 0) {
                emptied.countDown();
            }
        }
        resumed.forEach(ListenerChannel::resume);
    }

    /** Admits nobody any more. The latch opens when the last connection is gone. */
    synchronized CountDownLatch end() {
        ending = true;
        if (open == 0) {
            emptied.countDown();
        }
        return emptied;
    }

    synchronized int open() {
        return open;
    }

    int limit() {
        return limit;
    }

    /** Whether there is a place for one more. */
    synchronized boolean isOpen() {
        return open < limit && !ending;
    }
}
