package io.weir.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * File descriptors that are kept back, so that clients that have been accepted can still be connected to their servers when nothing is left.
 * Safe for use by any thread.
 */
final class DescriptorReserve implements AutoCloseable {
    /*
     * A descriptor can only be kept back by something that is open: here sockets that are never connected. To spend one is to close such a
     * socket just before another is opened. Anything else in the process may take the descriptor in between; the opening then fails as it
     * would have without the reserve.
     */

    /** How many are kept back for all event loops of one Weir. */
    static final int SIZE = 8;

    /** Opens what occupies one descriptor. */
    @FunctionalInterface
    interface Opener {
        Closeable open() throws IOException;
    }

    private final int size;
    private final Opener opener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<Closeable> held = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean closed;

    /** A reserve of sockets. */
    DescriptorReserve() {
        this(SIZE, SocketChannel::open);
    }

    DescriptorReserve(int size, Opener opener) {
        this.size = size;
        this.opener = opener;
        refill();
    }

    /** Opens what is missing, as far as there are descriptors. Returns whether the reserve is full. */
    boolean refill() {
        synchronized (lock) {
            try {
                while (held.size() < size && !closed) {
                    held.add(opener.open());
                }
                return true;
            } catch (IOException noDescriptor) {
                return false;
            }
        }
    }

    /** Gives one descriptor back to the process, for a socket that is opened next. Returns whether there was one. */
    boolean spend() {
        synchronized (lock) {
            Closeable spent = held.poll();
            if (spent == null) {
                return false;
            }
            close(spent);
            return true;
        }
    }

    /** Gives all descriptors back. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            held.forEach(DescriptorReserve::close);
            held.clear();
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket without a connection does not close", e);
        }
    }
}
