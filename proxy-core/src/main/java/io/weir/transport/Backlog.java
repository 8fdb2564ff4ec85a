package io.weir.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.socket.SocketSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections that are complete and not accepted yet, of all listeners: gives listening sockets the receive buffer that such a
 * connection is born with. Safe for use by any thread.
 */
final class Backlog {
    /*
     * The proof in SocketBudget needs that, when a connection is born, its listener has a size for no fewer fronts than are open.
     * An acceptor counts its session (Admission.enter), calls fit(), and only then accepts. fit() reads the count and sets the sockets
     * under one lock. So every fit() that follows an acceptor's own, on whichever thread, has counted the acceptor's session, and
     * until it is accepted that session still is in the backlog. Sockets may be made larger at any time after sessions have closed.
     */

    private final Sockets sockets;
    private final int most;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<ListenerChannel> listeners = new ArrayList<>();

    @GuardedBy("lock")
    private SocketSize size;

    /** A backlog of at most so many listeners. */
    Backlog(Sockets sockets, int most) {
        this.sockets = sockets;
        this.most = most;
        size = sockets.queuedSize();
    }

    /**
     * Adds a listener, before it listens.
     *
     * @throws IllegalStateException if there are as many as were counted
     */
    void add(ListenerChannel listener) {
        synchronized (lock) {
            if (listeners.size() == most) {
                throw new IllegalStateException("listeners: one more (expected: <= " + most + ")");
            }
            listeners.add(listener);
            listener.fit(size);
        }
    }

    /** Forgets a listener that is closed. */
    void remove(ListenerChannel listener) {
        synchronized (lock) {
            listeners.remove(listener);
        }
    }

    /** Gives all listeners the size for the number of sessions that are open now. */
    void fit() {
        synchronized (lock) {
            SocketSize now = sockets.queuedSize();
            if (now.index() != size.index()) {
                size = now;
                listeners.forEach(listener -> listener.fit(now));
            }
        }
    }
}
