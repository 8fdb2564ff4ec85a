package io.weir.buffer;

import io.weir.buffer.Permits.Origin;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The place of one buffer in the slab, and for whom it is in use. Written by whoever holds the lease; it outlives a lease that is
 * lost, and tells who lost it.
 */
final class SlabPlace {

    final int index;
    final ByteBuffer memory;

    Origin origin = Origin.NONE;
    Flow flow = Flow.REQUEST;
    long session;

    // Written under the lock of Stalls, by whoever holds the lease, so that it may read them without. No stall has the
    // number 0.
    long stall;

    @Nullable
    Holder holder;

    // Guarded by the lock of Stalls.
    long stalledNanos;
    int stalledBytes;
    int unseenBytes;

    @Nullable
    SlabPlace older;

    @Nullable
    SlabPlace newer;

    // Written by the holder as the other side takes bytes.
    volatile int leftBytes;

    SlabPlace(int index, ByteBuffer memory) {
        this.index = index;
        this.memory = memory;
    }

    void begin(Origin leasedFrom, long leasedBy, Flow leasedFor) {
        origin = leasedFrom;
        session = leasedBy;
        flow = leasedFor;
    }
}
