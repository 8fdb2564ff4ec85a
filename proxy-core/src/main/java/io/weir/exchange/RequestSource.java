package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import io.weir.http.Head;

/** The client's side of an exchange as far as the request comes from it. Confined to the event loop of its session. */
public interface RequestSource extends Source {

    /** Wants an empty buffer, whether or not the client sends. It comes by {@link RequestFlow#onBuffer(ByteBuf)}, maybe at once. */
    void lease(WaitClass urgency);

    /** Says that {@code buffer}, which it borrows, is held while something else is waited for: it counts as stalled until it moves on. */
    void hold(ByteBuf buffer);

    /** Whether the buffer that the request came in is kept for what the client has sent behind it. */
    boolean keepsBuffer();

    /** Reads nothing for now, and holds no buffer; a client that goes away is seen where that can be. */
    void watch();

    /** Reads no more of the request, of which bytes may be left. */
    void stop();

    /**
     * Begins an empty buffer, which it borrows, for a request of so many bytes that has been kept outside buffers: with room for its head to grow.
     * The request follows at the writer index.
     */
    void place(ByteBuf buffer, int length);

    /** Brings the head at the beginning of {@code message}, which it borrows, into a form that can be parsed again, with the same result. */
    void restore(ByteBuf message, Head head);

    /**
     * Parses the head at the beginning of {@code message}, which it borrows, once more.
     *
     * @return the head, valid until the next head is parsed on this loop
     */
    Head parseAgain(ByteBuf message);
}
