package io.weir.transport;

import io.netty.buffer.ByteBuf;

/** The party that a {@link PeerChannel} is read for. Called on its event loop, while it wants to read. */
interface SocketReader {

    /** The socket is readable. Returns a buffer to read into, or the empty one, which suspends reading. */
    ByteBuf allocate();

    /** Most bytes that may be read into what {@link #allocate} has just returned. */
    int readLimit();

    /** Bytes have been read into what {@link #allocate} returned. Takes ownership. */
    void onRead(ByteBuf buffer);

    /** The other side has ended its bytes. */
    void onEnd();
}
