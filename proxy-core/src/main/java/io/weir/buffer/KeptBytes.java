package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * The bytes that one connection has sent and that wait outside the pool: the beginning of a message whose rest has not come, or whose turn it is
 * not. Their heap is counted by {@link Parking}. Confined to the event loop of the connection.
 */
public final class KeptBytes {

    private final Parking parking;
    private Parked parked = Parked.NONE;

    /** Keeps nothing yet; what it will keep is counted by {@code parking}. */
    public KeptBytes(Parking parking) {
        this.parking = parking;
    }

    /** Whether nothing is kept. */
    public boolean isEmpty() {
        return parked.isEmpty();
    }

    /** How many bytes are kept. */
    public int length() {
        return parked.length();
    }

    /**
     * Copies the readable bytes of {@code buffer}, which it borrows, if there is room. Nothing may be kept before.
     *
     * @return whether they are kept now
     */
    public boolean keep(ByteBuf buffer) {
        parked = parking.parkPart(buffer);
        return !parked.isEmpty();
    }

    /** Keeps a single byte, for which there is always room. Nothing may be kept before. */
    public void keep(byte first) {
        parked = parking.park(first);
    }

    /** The bytes kept, to look at until {@link #clear()}. */
    public ByteBuffer view() {
        return parked.view();
    }

    /** Appends the bytes kept to {@code buffer}, which it borrows. They stay kept. */
    public void appendTo(ByteBuf buffer) {
        parked.appendTo(buffer);
    }

    /** Forgets the bytes, and gives their room back. */
    public void clear() {
        if (!parked.isEmpty()) {
            parking.leave(parked);
            parked = Parked.NONE;
        }
    }
}
