package io.weir.buffer;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;

/** The parked end of a buffer, on its way to a socket. Gives its room back when it is released. */
final class ParkedTail extends UnpooledHeapByteBuf {

    private final Parking parking;
    private final int length;

    ParkedTail(Parking parking, int length) {
        super(UnpooledByteBufAllocator.DEFAULT, length, length);
        this.parking = parking;
        this.length = length;
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        parking.leave(length);
    }
}
