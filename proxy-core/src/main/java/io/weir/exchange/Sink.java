package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.connection.Written;
import io.weir.http.Framing;

/**
 * The side of an exchange that a message goes to: the server's for the request, the client's for the response. Confined to the event loop of
 * its exchange.
 *
 * <p>One message at a time, in order: a write while bytes of the write before are left is a bug. Each sink has a call of its own that begins a
 * message, because a request and a response begin with different edits.
 */
interface Sink {

    /** Whether a body framed in this way can be passed on as it is. If not, the source is asked for the bytes without their framing. */
    boolean passes(Framing framing);

    /** Sends the readable bytes of {@code buffer}, which are body. Takes ownership. Ends a wait for room. */
    Written body(ByteBuf buffer);

    /**
     * Bytes that, written now, are sure to be taken at once; 0 if that is less than is worth a read. More than a buffer holds, if there is
     * room for it.
     */
    int room();

    /** Asks for {@code onSinkRoomy} of the flow, once there is room. The next write takes it back. */
    void awaitRoom();
}
