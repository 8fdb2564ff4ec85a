package io.weir.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.time.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts front connections, and says when listeners stop accepting: at the limit, while requests wait too long for a buffer, while file
 * descriptors are short, and once Weir is to end. Further clients wait in the kernel's backlog. Safe for use by any thread.
 */
final class Admission {
    /*
     * Short of descriptors. A listener that finds none stops, because the kernel would report the client in its backlog without end. It tries
     * again when a front connection has closed, and once a second: descriptors are also given back by back connections, and by whatever else
     * runs in the process. No try is made before the reserve is full again, so that what is accepted can be connected to a server.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private volatile int limit;
    private final DescriptorReserve reserve;
    private final Occasion shortageIsLogged;
    private final CountDownLatch emptied = new CountDownLatch(1);
    private volatile boolean shortOfDescriptors;

    private final Object lock = new Object();
    private volatile int open; // written under lock

    @GuardedBy("lock")
    private boolean ending;

    @GuardedBy("lock")
    private boolean paused;

    @GuardedBy("lock")
    private long pauses;

    @GuardedBy("lock")
    private long shortages;

    @GuardedBy("lock")
    private final List<ListenerChannel> turnedAway = new ArrayList<>();

    Admission(int limit, DescriptorReserve reserve, Occasion shortageIsLogged) {
        this.limit = limit;
        this.reserve = reserve;
        this.shortageIsLogged = shortageIsLogged;
    }

    /** Counts one connection more. If there is no place, the listener is resumed once there is one again. */
    boolean enter(ListenerChannel listener) {
        synchronized (lock) {
            if (isOpen()) {
                open++;
                return true;
            }
            turnAway(listener);
            return false;
        }
    }

    /** Takes back an {@link #enter} for which the kernel gave no descriptor. The listener is resumed when there may be one again. */
    void withdraw(ListenerChannel listener, Exception cause) {
        synchronized (lock) {
            turnAway(listener);
        }
        runShort("front", cause);
        countOut();
    }

    /** Counts one connection less. */
    void leave() {
        countOut();
        if (shortOfDescriptors) {
            refill();
        }
        resumeListeners();
    }

    private void countOut() {
        synchronized (lock) {
            open--;
            if (ending && open == 0) {
                emptied.countDown();
            }
        }
    }

    /** Admits nobody until {@link #resume()}. */
    void pause() {
        synchronized (lock) {
            if (!paused) {
                paused = true;
                pauses++;
            }
        }
    }

    /** Ends a pause. */
    void resume() {
        synchronized (lock) {
            paused = false;
        }
        resumeListeners();
    }

    /** A back connection has found no descriptor. Admits nobody until there may be one again. */
    void runShort(Exception cause) {
        runShort("back", cause);
    }

    /** Gives a descriptor of the reserve back, so that a back connection that is opened next may find it. Returns whether there was one. */
    boolean spendReserve() {
        shortOfDescriptors = true;
        return reserve.spend();
    }

    /** Fills the reserve, and tries again what has failed for want of a descriptor. To be called about once a second. */
    void retry() {
        refill();
        resumeListeners();
    }

    // The reserve has a lock of its own and asks the kernel, so it is called without ours.
    private void refill() {
        shortOfDescriptors = !reserve.refill();
    }

    private void runShort(String side, Exception cause) {
        shortOfDescriptors = true;
        long count;
        synchronized (lock) {
            count = ++shortages;
        }
        if (shortageIsLogged.take()) {
            LOG.warn("event=no_descriptor side={} shortages={} cause=\"{}\"", side, count, cause.getMessage());
        }
    }

    private void resumeListeners() {
        takeResumable().forEach(ListenerChannel::resume);
    }

    private List<ListenerChannel> takeResumable() {
        synchronized (lock) {
            if (!isOpen()) {
                return List.of();
            }
            List<ListenerChannel> resumable = List.copyOf(turnedAway);
            turnedAway.clear();
            return resumable;
        }
    }

    @GuardedBy("lock")
    private void turnAway(ListenerChannel listener) {
        if (!turnedAway.contains(listener)) {
            turnedAway.add(listener);
        }
    }

    boolean isPaused() {
        synchronized (lock) {
            return paused;
        }
    }

    /** How many pauses there were. */
    long pauses() {
        synchronized (lock) {
            return pauses;
        }
    }

    /** How often the kernel had no descriptor for a connection, front or back. */
    long shortages() {
        synchronized (lock) {
            return shortages;
        }
    }

    /** Admits nobody any more. The latch opens when the last connection is gone. */
    CountDownLatch end() {
        synchronized (lock) {
            ending = true;
            if (open == 0) {
                emptied.countDown();
            }
            return emptied;
        }
    }

    int open() {
        return open;
    }

    int limit() {
        return limit;
    }

    /** Admits up to {@code other} connections from now on. Where more are open, all of them stay, and none is admitted until enough have closed. */
    void limitTo(int other) {
        limit = other;
        resumeListeners();
    }

    /** Whether there is a place for one more. */
    boolean isOpen() {
        synchronized (lock) {
            return open < limit && !paused && !ending && !shortOfDescriptors;
        }
    }
}
