package io.weir.connection;

import io.netty.buffer.ByteBuf;

/**
 * The bytes that leave by a connection. What becomes of them later is told to its {@link SinkEvents}. Confined to the event loop of its session.
 *
 * <p>One message at a time, in order: a write while bytes of the write before are left is a bug.
 */
public interface ByteSink {

    /**
     * Sends the readable bytes of {@code buffer}. Takes ownership. Ends a wait for room.
     *
     * @throws IllegalStateException if bytes written before are not taken yet, or our side has been ended: one message must not come behind
     *     a part of another
     */
    Written write(ByteBuf buffer);

    /**
     * Sends a small text of our own, such as an error page, from memory outside the pool. Under the same conditions. What the kernel does not
     * take at once is parked; the array is not kept.
     */
    Written write(byte[] text);

    /** Bytes written that the kernel has not taken: those that are left of the last write, and those that were lost with the connection. */
    int untaken();

    /**
     * Drops what is left of the last write, as if it had never been written. Only for a message of which {@link #untaken()} tells that no byte
     * has left: what follows would else come behind a part of it.
     *
     * @return whether the connection takes more
     */
    boolean takeBack();

    /** Whether the kernel has taken all bytes written, and the connection takes more. */
    boolean isDrained();

    /**
     * Bytes that, written now, are sure to be taken at once; 0 if that is less than is worth a read. More than a buffer holds, if the socket has
     * room for it.
     */
    int room();

    /** Asks to be told by {@link SinkEvents#onRoomy()} when there is room. The next write, the end or another receiver of the events takes it back. */
    void awaitRoom();

    /**
     * Ends our side's bytes; the other side may go on sending.
     *
     * @throws IllegalStateException if bytes written before are not taken yet
     */
    void shutdownOutput();
}
