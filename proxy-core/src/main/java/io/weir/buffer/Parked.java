package io.weir.buffer;

import io.netty.buffer.ByteBuf;

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

    /** Appends the bytes to {@code buffer}, which it borrows. */
    public void appendTo(ByteBuf buffer) {
        buffer.writeBytes(bytes);
    }
}
