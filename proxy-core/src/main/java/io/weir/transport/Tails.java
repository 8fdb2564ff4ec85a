package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;

/** Decides which bytes that a socket has not taken are parked, so that no buffer is held for them. One for each event loop; immutable. */
final class Tails {

    // Part of a buffer that is worth a copy which sets the buffer free.
    private static final int TAILS_PER_BUFFER = 8;

    private final Parking parking;
    private final int largest;

    /** Parks what is left of buffers of {@code bufferSize} bytes. */
    Tails(Parking parking, int bufferSize) {
        this.parking = parking;
        largest = bufferSize / TAILS_PER_BUFFER;
    }

    /**
     * Parks the readable bytes of {@code rest}, which it borrows, if there is room: those of a leased buffer if they are few and nobody else
     * holds the buffer; those of a text of our own, which is in no buffer, however many.
     *
     * @return the parked bytes, to be written in its place and released by the caller; or the empty buffer
     */
    ByteBuf park(ByteBuf rest) {
        if (Lease.isLeased(rest) && (rest.refCnt() > 1 || rest.readableBytes() > largest)) {
            return Unpooled.EMPTY_BUFFER;
        }
        return parking.parkTail(rest);
    }
}
