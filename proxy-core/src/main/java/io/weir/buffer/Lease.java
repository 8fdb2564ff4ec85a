package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/**
 * The right to use one buffer of the pool. It ends when the last reference to its {@link #buffer()} is released, by
 * {@link #close()} or by whoever the buffer was handed to; the buffer then goes to the next ticket in the queue at once.
 *
 * <p>Used by one thread at a time; it may end on any thread.
 */
public final class Lease implements Acquisition, AutoCloseable {

    /** The pool of a lease, which is told of its end. Called on any thread. */
    interface Owner {

        /** Takes back a lease whose last reference is gone, and grants it to the next ticket in the queue. */
        void release(Lease lease);

        /** Makes a new lease for {@code place}, whose lease has been lost. */
        void reclaim(SlabPlace place);
    }

    private final Owner owner;
    private final Stalls stalls;
    private final SlabPlace place;
    private final LeasedBuffer buffer;
    private long term;

    Lease(Owner owner, Stalls stalls, SlabPlace place) {
        this.owner = owner;
        this.stalls = stalls;
        this.place = place;
        this.buffer = new LeasedBuffer(this, place.memory);
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

    /** Number of the present term: the time from one beginning of the lease to its end. */
    public long term() {
        return term;
    }

    /**
     * Ends the lease, however many references there are, if it is still in this term. For the thread that used the lease in that term, when
     * no other code of it holds a reference any more: after a bug.
     */
    public void reclaim(long ofTerm) {
        // The count first: a new term begins before it is raised.
        int references = buffer.refCnt();
        if (references > 0 && term == ofTerm) {
            buffer.release(references);
        }
    }

    /** The whole memory of a leased buffer, for parsing and editing in place. Valid until the buffer is read into or written out. Borrows it. */
    public static ByteBuffer memory(ByteBuf buffer) {
        return buffer.internalNioBuffer(0, buffer.capacity());
    }

    /** The lease behind {@code buffer}, which must be one of a pool, or a slice of one. Borrows it. */
    public static Lease of(ByteBuf buffer) {
        if (root(buffer) instanceof LeasedBuffer leased) {
            return leased.lease();
        }
        throw new IllegalArgumentException("buffer: " + buffer + " (expected: one leased from a pool)");
    }

    /** Whether {@code buffer} is one of a pool, or a slice of one. Borrows it. */
    public static boolean isLeased(ByteBuf buffer) {
        return root(buffer) instanceof LeasedBuffer;
    }

    private static ByteBuf root(ByteBuf buffer) {
        ByteBuf root = buffer;
        for (ByteBuf next = root.unwrap(); next != null; next = root.unwrap()) {
            root = next;
        }
        return root;
    }

    /** Says that the buffer makes no progress, for now: what it waits for is seen as soon as it comes. */
    public void stalls(Holder holder, int leftBytes) {
        stalls(holder, leftBytes, 0);
    }

    /**
     * Says that the buffer makes no progress, for now: the other side refuses to take its bytes, or to send what is missing.
     * Counts against the stall quota until {@link #moves()}, or until the lease ends.
     *
     * @param leftBytes bytes that the other side has not taken
     * @param unseenBytes how many bytes the other side may take without that being seen here: a kernel tells of progress in steps
     */
    public void stalls(Holder holder, int leftBytes, int unseenBytes) {
        if (!isStalled()) {
            stalls.begin(place, holder, leftBytes, unseenBytes);
        }
    }

    /** Says that the other side has taken some bytes of a stalled buffer, but not all. */
    public void progresses(int leftBytes) {
        place.leftBytes = leftBytes;
    }

    /** Says that the buffer is not stalled any more. */
    public void moves() {
        if (isStalled()) {
            stalls.end(place);
        }
    }

    /** Whether the buffer counts as stalled. */
    public boolean isStalled() {
        return place.stall != 0;
    }

    /** Whether it is still this stall, so that the holder is to give the buffer back now. Counts the eviction. */
    public boolean isEvicted(long stall) {
        if (place.stall != stall) {
            return false;
        }
        stalls.countEviction();
        return true;
    }

    SlabPlace place() {
        return place;
    }

    /** Makes the lease usable for its next holder. */
    Lease begin(Permits.Origin origin, long session, Flow flow) {
        place.begin(origin, session, flow);
        term++;
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
        moves();
        owner.release(this);
    }

    /** A fixed piece of the slab as a {@link ByteBuf}. Its memory is never freed and never grows: it goes back to the pool. */
    private static final class LeasedBuffer extends UnpooledDirectByteBuf {

        private final Lease lease;

        LeasedBuffer(Lease lease, ByteBuffer memory) {
            super(UnpooledByteBufAllocator.DEFAULT, memory, memory.capacity());
            this.lease = lease;
            setRefCnt(0);
        }

        Lease lease() {
            return lease;
        }

        // Done at the beginning of a lease, not at its end, so that use after the end is caught by the reference count.
        void begin() {
            resetRefCnt();
            setIndex(0, 0);
        }

        void retract() {
            setRefCnt(0);
        }

        @Override
        public ByteBuf capacity(int newCapacity) {
            if (newCapacity == capacity()) {
                return this;
            }
            throw new IllegalArgumentException(
                    "newCapacity: " + newCapacity + " (expected: " + capacity() + ", fixed)");
        }

        // Not super.deallocate(), which would drop the memory.
        @Override
        protected void deallocate() {
            lease.end();
        }
    }
}
