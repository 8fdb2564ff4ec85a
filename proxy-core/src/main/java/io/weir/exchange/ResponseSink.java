package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.connection.Written;
import io.weir.http.FieldEdits;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.OwnResponse;

/** The client's side of an exchange as far as the response goes to it. Confined to the event loop of its session. */
public interface ResponseSink extends Sink {

    /**
     * Begins the final response: the head at the beginning of {@code message}, edited, and the bytes of the body behind it. Takes ownership of
     * the message.
     *
     * @return how far the write has come; {@link Written#TOO_LARGE} if the edited head does not fit: nothing is written then
     */
    Written begin(ByteBuf message, Head head, FieldEdits edits);

    /**
     * Sends an interim response (1xx), edited in place in {@code message}, which it borrows, where the client's version has such.
     *
     * @return as {@link #begin} does
     */
    Written interim(ByteBuf message, Head head);

    /** Sends a whole response of our own, after which no byte of the request is read. */
    Written answer(OwnResponse response, Method method);

    /** Bytes written that the client's socket has not taken: those that are left of the last write, and those that were lost with it. */
    int untaken();

    /**
     * Drops what is left of the last write, as if it had never been written. Only for a message of which {@link #untaken()} tells that no byte
     * has left.
     *
     * @return whether the sink takes more
     */
    boolean takeBack();
}
