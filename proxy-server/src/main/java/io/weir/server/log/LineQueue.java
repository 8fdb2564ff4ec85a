package io.weir.server.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
     *
     * To wake the writer for each line, and to write each by itself, costs an event loop more than the line: a line is written some
     * milliseconds later, with those that have come since. So the writer is woken at most once in that time, unless half of the room is used.
     */

    private static final Logger LOG = LoggerFactory.getLogger(LineQueue.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final OutputStream out;
    private final long gatheringNanos;
    private final Thread writer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private byte[] filling;

    @GuardedBy("lock")
    private int filled;

    @GuardedBy("lock")
    private boolean isIdle;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private long dropped;

    private byte[] writing;
    private boolean complained;

    /** Begins to write to {@code out}, which it does not close. A line waits for others no longer than {@code gathering}. */
    LineQueue(OutputStream out, int capacityBytes, Duration gathering) {
        this.out = out;
        gatheringNanos = gathering.toNanos();
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
            boolean wasGathering = isGathering();
            filled += line.length();
            if (isIdle || (wasGathering && !isGathering())) {
                isIdle = false;
                lock.notifyAll();
            }
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
                isIdle = true;
                lock.wait();
            }
            isIdle = false;
            gather();
            byte[] full = filling;
            filling = writing;
            writing = full;
            int length = filled;
            filled = 0;
            return length;
        }
    }

    @GuardedBy("lock")
    private void gather() throws InterruptedException {
        long end = Ticker.SYSTEM.nanos() + gatheringNanos;
        for (long left = gatheringNanos; left > 0 && isGathering() && !closed; left = end - Ticker.SYSTEM.nanos()) {
            TimeUnit.NANOSECONDS.timedWait(lock, left);
        }
    }

    @GuardedBy("lock")
    private boolean isGathering() {
        return filled < filling.length / 2;
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
