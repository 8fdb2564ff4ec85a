package io.weir.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Counts the back connections that wait for reuse, of all event loops, and bounds them: the kernel's structures for them are
 * memory too. Safe for use by any thread.
 *
 * <p>A session uses one back connection at most. So as many as there could be sessions more may wait beside those that always may, and
 * all of them together are never more than {@link #most} beyond the most sessions, but for the moment in which sessions come whose
 * exchanges can use none of those that wait.
 */
public final class IdleBound {

    private static final int ALWAYS = 64;
    private static final int CONNECTIONS_PER_IDLE = 8;

    private final int connections;
    private final IntSupplier sessions;
    private final AtomicInteger waiting = new AtomicInteger();

    /** A bound where so many clients may be connected, and so many are at each moment. */
    IdleBound(int connections, IntSupplier sessions) {
        this.connections = connections;
        this.sessions = sessions;
    }

    /** How many may wait however many clients are connected: an eighth of the most of them; 64 at least, or as many as clients. */
    public static int most(int connections) {
        return Math.max(Math.min(ALWAYS, connections), connections / CONNECTIONS_PER_IDLE);
    }

    /** Counts one more, if there is a place. */
    boolean tryEnter() {
        if (waiting.incrementAndGet() <= allowed()) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** Whether more wait than may, because sessions have come meanwhile. */
    boolean isExceeded() {
        return waiting.get() > allowed();
    }

    private int allowed() {
        return most(connections) + Math.max(0, connections - sessions.getAsInt());
    }

    void leave() {
        waiting.decrementAndGet();
    }

    int waiting() {
        return waiting.get();
    }
}
