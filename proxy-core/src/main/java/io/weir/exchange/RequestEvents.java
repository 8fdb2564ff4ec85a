package io.weir.exchange;

import io.netty.buffer.ByteBuf;

/** What a front brings of a request behind its head, told to the flow that carries it, on the event loop of the exchange. */
public interface RequestEvents {

    /** The front is about to be read. Returns how many bytes the back is sure to take, or may refuse to; 0 to suspend reading. */
    int readLimit();

    /** Bytes of the body are here. Takes ownership of {@code body}, which has nothing else in it. */
    void onBody(ByteBuf body, boolean isLast);

    /** The buffer that was asked for is here, empty. Takes ownership. */
    void onBuffer(ByteBuf buffer);

    /** The front waits for a buffer from now on, for the message. */
    void onWaitBegin();

    /** The front waits for a buffer from now on, which stops the clock of {@code present}. */
    void onWaitBegin(PhaseTimer present);

    /** The front has got its buffer. */
    void onWaitEnd();

    /** Whether the whole request has been taken by the server's socket. */
    boolean isSent();
}
