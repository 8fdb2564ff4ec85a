package io.weir.connection;

import io.netty.buffer.ByteBuf;

/** What happens to the bytes that arrive on a connection, told on its event loop, never from within a call of {@link ByteSource}, except where said. */
public interface SourceEvents {

    /**
     * How many bytes may be read now: the socket is readable, and a buffer is about to be leased for it. If 0, reading is
     * suspended until the session asks again.
     */
    int readLimit();

    /** Puts into {@code buffer}, which is borrowed, fresh and empty, what is to stand before the bytes about to be read. */
    void prime(ByteBuf buffer);

    /** Bytes have been read behind those primed. Takes ownership of {@code buffer}. */
    void onBytes(ByteBuf buffer);

    /** The buffer that was asked for is here, empty. Takes ownership. */
    void onBuffer(ByteBuf buffer);

    /** Is in the queue for a buffer from now on. */
    void onWaitBegin();

    /** Has left the queue, because it has got a buffer. */
    void onWaitEnd();

    /** While watched: the other side has sent {@code first}, and maybe more. Reading is suspended. */
    void onStirred(byte first);

    /** The other side has ended its bytes. It may still take ours. */
    void onEnd();
}
