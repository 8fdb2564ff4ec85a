package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.reason.Reason;

/** What a {@link BackStream} brings of a response, told to the flow that carries it, on the event loop of the exchange. */
public interface ResponseEvents {

    /** The back is about to be read. Returns how many bytes the front is sure to take, or may refuse to; 0 to suspend reading. */
    int readLimit();

    /** The first bytes of the response are here. */
    void onFirstByte();

    /**
     * The head of an interim response is at the beginning of {@code message}, which it borrows.
     *
     * @return whether the back may go on with what is behind it; if not, {@link BackStream#goOn()} says when, or the exchange is over
     */
    boolean onInterim(ByteBuf message, Head head);

    /** An interim response has been passed on: the final head is awaited again. */
    void onAwaited();

    /** Whether the front passes a body on that is framed in this way. */
    boolean passes(Framing framing);

    /**
     * The final response is here, as far as it has come. Takes ownership of {@code message}, which begins with the head.
     *
     * @param isWhole whether nothing follows
     */
    void onHead(ByteBuf message, Head head, boolean isWhole);

    /** Bytes of the body are here. Takes ownership of {@code body}, which has nothing else in it. */
    void onBody(ByteBuf body, boolean isLast);

    /** The server has ended its bytes, by which the body ends. */
    void onEnd();

    /** The bytes of the server are no response. */
    void onFault(Reason reason);

    /** The connection to the server is gone, or its bytes have ended too early. */
    void onBroken();

    /** The server changes to another protocol. Takes ownership of {@code message}, which begins with the head. */
    void onChange(ByteBuf message, Head head);

    /** The back waits for a buffer from now on. */
    void onWaitBegin();

    /** The back has got its buffer. */
    void onWaitEnd();
}
