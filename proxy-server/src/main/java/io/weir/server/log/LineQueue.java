package io.weir.server.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries lines from event loops to a stream that may block, through memory that cannot grow. */
final class LineQueue implements AutoCloseable {

    /*
     * Two arrays of bytes: event loops append to one while the writer thread writes the other out, then they change places. A
     * line that finds no room is dropped and counted: it is better to lose a line than to let whoever reads the log decide how
     * fast the proxy is. The lock is held for the copy of one line, never while writing.
     *
     * Beside a queue of line objects this makes no garbage, is bounded in bytes and not in lines, and writes as much at once
     * as there is, so that a burst costs few system calls.
     */

    private static final Logger LOG = LoggerFactory.getLogger(LineQueue.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final OutputStream out;
    private final Thread writer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private byte[] filling;

    @GuardedBy("lock")
    private int filled;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private long dropped;

    private byte[] writing;
    private boolean complained;

    /** Begins to write to {@code out}, which it does not close. */
    LineQueue(OutputStream out, int capacityBytes) {
        this.out = out;
        filling = new byte[capacityBytes];
        writing = new byte[capacityBytes];
        writer = new Thread(this::writeAll, "weir-access-log");
        writer.setDaemon(true);
        writer.start();
    }

    /** Takes a copy of the line, or drops it. */
    void offer(LineBuffer line) {
        synchronized (lock) {
            if (closed || line.length() > filling.length - filled) {
                dropped++;
                return;
            }
            System.arraycopy(line.bytes(), 0, filling, filled, line.length());
            if (filled == 0) {
                lock.notifyAll();
            }
            filled += line.length();
        }
    }

    /** Lines dropped since the start. */
    long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** Writes out what there is, within a time that a stream which does not take it cannot extend. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            writer.join(CLOSING.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        try {
            for (int length = take(); length > 0; length = take()) {
                write(length);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for lines and turns the arrays round. How many bytes there are to write; 0 if there will be none any more. */
    private int take() throws InterruptedException {
        synchronized (lock) {
            while (filled == 0 && !closed) {
                lock.wait();
            }
            byte[] full = filling;
            filling = writing;
            writing = full;
            int length = filled;
            filled = 0;
            return length;
        }
    }

    private void write(int length) {
        try {
            out.write(writing, 0, length);
            out.flush();
        } catch (IOException refused) {
            drop(length);
            if (!complained) {
                complained = true;
                LOG.warn("event=access_log_refused message=\"{}\"", refused.getMessage());
            }
        }
    }

    private void drop(int length) {
        int lines = 0;
        for (int i = 0; i < length; i++) {
            lines += writing[i] == '\n' ? 1 : 0;
        }
        synchronized (lock) {
            dropped += lines;
        }
    }
}
