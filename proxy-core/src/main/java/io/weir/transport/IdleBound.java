package io.weir.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the back connections that wait for reuse, of all event loops, and bounds them: the kernel's structures for them are
 * memory too. Safe for use by any thread.
 */
public final class IdleBound {

    private static final int ALWAYS = 64;
    private static final int CONNECTIONS_PER_IDLE = 8;

    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    IdleBound(int connections) {
        most = most(connections);
    }

    /** How many may wait where so many clients may be connected: an eighth of that, and 64 at least. */
    public static int most(int connections) {
        return Math.max(ALWAYS, connections / CONNECTIONS_PER_IDLE);
    }

    /** Counts one more, if there is a place. */
    boolean tryEnter() {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    int waiting() {
        return waiting.get();
    }
}
