package io.weir.buffer;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Bytes that were moved out of a buffer. Confined to the event loop of its session. */
public final class Parked {

    /** No bytes. */
    public static final Parked NONE = new Parked(new byte[0]);

    private final byte[] bytes;

    Parked(byte[] bytes) {
        this.bytes = bytes;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The bytes to look at, from 0 to the limit. They stay where they are, and are not to be written to. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes);
    }

    /** Appends the bytes to {@code buffer}, which it borrows. */
    public void appendTo(ByteBuf buffer) {
        buffer.writeBytes(bytes);
    }
}
