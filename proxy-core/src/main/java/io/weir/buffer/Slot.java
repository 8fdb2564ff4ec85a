package io.weir.buffer;

import io.weir.buffer.Permits.Origin;
import java.nio.ByteBuffer;

/**
 * The place of one buffer in the slab, and for whom it is in use. Written by whoever holds the lease; it outlives a lease that is
 * lost, and tells who lost it.
 */
final class Slot {

    final int index;
    final ByteBuffer memory;

    Origin origin = Origin.NONE;
    Flow flow = Flow.REQUEST;
    long session;
    boolean stalled;

    Slot(int index, ByteBuffer memory) {
        this.index = index;
        this.memory = memory;
    }

    void begin(Origin leasedFrom, long leasedBy, Flow leasedFor) {
        origin = leasedFrom;
        session = leasedBy;
        flow = leasedFor;
        stalled = false;
    }
}
