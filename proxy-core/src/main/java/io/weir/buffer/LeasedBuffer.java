package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/** A fixed piece of the slab as a {@link ByteBuf}. Its memory is never freed and never grows: it goes back to the pool. */
final class LeasedBuffer extends UnpooledDirectByteBuf {

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
        throw new IllegalArgumentException("newCapacity: " + newCapacity + " (expected: " + capacity() + ", fixed)");
    }

    // Not super.deallocate(), which would drop the memory.
    @Override
    protected void deallocate() {
        lease.end();
    }
}
