package io.weir.buffer;

import io.netty.buffer.ByteBuf;

/**
 * The right to use one buffer of the pool. It ends when the last reference to its {@link #buffer()} is released, by
 * {@link #close()} or by whoever the buffer was handed to; the buffer then goes to the next in line at once.
 *
 * <p>Used by one thread at a time; it may end on any thread.
 */
public final class Lease implements Acquisition, AutoCloseable {

    private final BufferPool pool;
    private final Slot slot;
    private final LeasedBuffer buffer;

    Lease(BufferPool pool, Slot slot) {
        this.pool = pool;
        this.slot = slot;
        this.buffer = new LeasedBuffer(this, slot.memory);
    }

    /**
     * The memory: {@link PoolLimits#size()} bytes that do not grow, empty when leased, with one reference, which belongs to the
     * holder of this lease.
     */
    public ByteBuf buffer() {
        return buffer;
    }

    /** Releases the holder's reference. Must be called once at most, and not after the buffer was handed on. */
    @Override
    public void close() {
        buffer.release();
    }

    /** The lease behind {@code buffer}, which must be one of a pool. Borrows it. */
    public static Lease of(ByteBuf buffer) {
        if (buffer instanceof LeasedBuffer leased) {
            return leased.lease();
        }
        throw new IllegalArgumentException("buffer: " + buffer + " (expected: one leased from a pool)");
    }

    /** Whether {@code buffer} is one of a pool. Borrows it. */
    public static boolean isLeased(ByteBuf buffer) {
        return buffer instanceof LeasedBuffer;
    }

    /** Says whether the other side refuses, for now, to take this buffer's bytes. Ends with the lease. */
    public void stalled(boolean stalled) {
        if (slot.stalled != stalled) {
            slot.stalled = stalled;
            pool.countStalled(stalled ? 1 : -1);
        }
    }

    Slot slot() {
        return slot;
    }

    /** Makes the lease usable for its next holder. */
    Lease begin(Permits.Origin origin, long session, Flow flow) {
        slot.begin(origin, session, flow);
        buffer.begin();
        return this;
    }

    /** Takes the lease back from a ticket that never collected it. */
    Lease retract() {
        buffer.retract();
        return this;
    }

    /** Called when the last reference is gone. */
    void end() {
        stalled(false);
        pool.release(this);
    }
}
