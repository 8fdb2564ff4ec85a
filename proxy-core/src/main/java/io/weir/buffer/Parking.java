package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap for the few bytes that a session keeps while it holds no buffer: a half-sent head gone quiet, a request in line for a
 * server. Bounded for all sessions together; who finds it full keeps its buffer instead. Safe for use by any thread.
 */
public final class Parking {

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    /** A parking for up to {@code limitBytes} bytes. */
    public Parking(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Copies the readable bytes of {@code buffer}, which it borrows, if there is room.
     *
     * @return the copy, to be returned by {@link #leave(Parked)} exactly once, or {@link Parked#NONE}
     */
    public Parked park(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (length == 0 || !reserve(length)) {
            return Parked.NONE;
        }
        byte[] copy = new byte[length];
        buffer.getBytes(buffer.readerIndex(), copy);
        return new Parked(copy);
    }

    /** Keeps one byte, whether or not there is room: it has been read and cannot be put back. */
    public Parked park(byte single) {
        usedBytes.incrementAndGet();
        return new Parked(new byte[] {single});
    }

    /** Gives the room of {@code parked} back. */
    public void leave(Parked parked) {
        if (usedBytes.addAndGet(-parked.length()) < 0) {
            throw new IllegalStateException("parked bytes left twice: " + parked.length());
        }
    }

    /** Bytes in use. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Most bytes in use at the same time. */
    public long limitBytes() {
        return limitBytes;
    }

    private boolean reserve(int length) {
        for (; ; ) {
            long used = usedBytes.get();
            if (used + length > limitBytes) {
                return false;
            }
            if (usedBytes.compareAndSet(used, used + length)) {
                return true;
            }
        }
    }
}
