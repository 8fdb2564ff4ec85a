package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap for the few bytes that a session keeps while it holds no buffer: a half-sent head gone quiet, a request that waits for a server, the end
 * of a buffer or of an answer of our own that the other side does not take, a request line for the log. Bounded for all sessions together; a
 * session that finds it full keeps its buffer, cuts its line, or ends. Safe for use by any thread.
 */
public final class Parking {

    /*
     * Three uses, one limit. Whole requests on their way to a server may use all of it, what clients keep back only half: heads
     * that they have not sent to their end, and ends of responses that they do not take. Else clients that do nothing could take
     * the room of requests that only wait for their turn. Lines that are kept for the log get a quarter: without room they are cut, and
     * nobody waits or is refused for that.
     *
     * Only the bytes are counted here. The objects around them are part of what each client counts with in the sum at start: there is at
     * most one of each use for each flow.
     */

    private static final int PARTS_PART = 2;
    private static final int LINES_PART = 4;

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** A parking for up to {@code limitBytes} bytes. */
    public Parking(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Copies the readable bytes of {@code buffer}, which it borrows, if there is room: a request on its way to a server.
     *
     * @return the copy, to be returned by {@link #leave(Parked)} exactly once, or {@link Parked#NONE}
     */
    public Parked park(ByteBuf buffer) {
        return park(buffer, limitBytes);
    }

    /** As {@link #park(ByteBuf)}: the beginning of a message whose rest has not come, or whose turn it is not. */
    public Parked parkPart(ByteBuf buffer) {
        return park(buffer, limitBytes / PARTS_PART);
    }

    private Parked park(ByteBuf buffer, long limit) {
        int length = buffer.readableBytes();
        if (length == 0 || !reserve(length, limit)) {
            return Parked.NONE;
        }
        byte[] copy = new byte[length];
        buffer.getBytes(buffer.readerIndex(), copy);
        return new Parked(copy);
    }

    /**
     * Moves the readable bytes of {@code buffer}, which it borrows, to a buffer of their size, if there is room. Its room comes
     * back when it is released.
     *
     * @return the buffer, to be released by the caller, or the empty one
     */
    public ByteBuf parkTail(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (length == 0 || !reserve(length, limitBytes / PARTS_PART)) {
            return Unpooled.EMPTY_BUFFER;
        }
        return new ParkedTail(this, length).writeBytes(buffer);
    }

    /** Whether {@code buffer}, which is borrowed, is the result of {@link #parkTail}. */
    public static boolean isParked(ByteBuf buffer) {
        return buffer instanceof ParkedTail;
    }

    /** Keeps one byte, whether or not there is room: it has been read and cannot be put back. */
    public Parked park(byte single) {
        usedBytes.incrementAndGet();
        return new Parked(new byte[] {single});
    }

    /** Gives the room of {@code parked} back. */
    public void leave(Parked parked) {
        leave(parked.length());
    }

    void leave(int length) {
        if (usedBytes.addAndGet(-length) < 0) {
            throw new IllegalStateException("parked bytes left twice: " + length);
        }
    }

    /**
     * Counts a line that is kept for the log, if there is room.
     *
     * @return whether it may be kept; it is then to be given back by {@link #leaveLine(int)} exactly once
     */
    public boolean enterLine(int length) {
        return reserve(length, limitBytes / LINES_PART);
    }

    /** Gives the room of a line back. */
    public void leaveLine(int length) {
        leave(length);
    }

    /** Bytes in use. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Most bytes in use at the same time. */
    public long limitBytes() {
        return limitBytes;
    }

    private boolean reserve(int length, long limit) {
        for (; ; ) {
            long used = usedBytes.get();
            if (used + length > limit) {
                return false;
            }
            if (usedBytes.compareAndSet(used, used + length)) {
                return true;
            }
        }
    }
}
