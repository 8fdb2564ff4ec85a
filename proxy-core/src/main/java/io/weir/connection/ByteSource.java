package io.weir.connection;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;

/**
 * The bytes that arrive on a connection, told to its {@link SourceEvents}. Confined to the event loop of its session.
 *
 * <p>Reading has one purpose at a time; asking for another replaces it.
 */
public interface ByteSource {

    /**
     * Wants bytes. When the socket is readable it leases a buffer of this urgency, waiting in the queue if it must, and hands it to
     * {@link SourceEvents#onBytes(ByteBuf)}. While in the queue, a more urgent wish moves it to the better class.
     */
    void read(WaitClass urgency);

    /** Wants more bytes in {@code buffer}, which must have room. Takes ownership of it until it comes back as bytes. */
    void readInto(ByteBuf buffer);

    /** Wants a buffer, whether or not the socket is readable. It comes by {@link SourceEvents#onBuffer(ByteBuf)}, maybe at once. */
    void lease(WaitClass urgency);

    /**
     * Wants to know, without a buffer, when the other side sends or closes. A byte that had to be read to see that is told by
     * {@link SourceEvents#onStirred(byte)}.
     */
    void watch();

    /** Reads and throws away what comes, without a buffer, until the other side closes. */
    void discard();

    /** Wants nothing; leaves the queue. */
    void pause();

    /**
     * Says that {@code buffer}, which it borrows, is held while something else is waited for. Until it is written or released it counts as stalled
     * on this connection.
     */
    void hold(ByteBuf buffer);

    /** Whether it is in the queue for a buffer. */
    boolean isWaitingForBuffer();
}
