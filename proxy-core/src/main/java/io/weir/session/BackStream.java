package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.http.Head;
import java.nio.ByteBuffer;

/**
 * The server's side of one exchange: the request goes to it, the response comes from it. Confined to the event loop of its exchange.
 *
 * <p>It knows the version of HTTP that the server speaks; the exchange does not.
 */
interface BackStream extends Source, Sink {

    /** Is on this connection from now on, until it is released. */
    void attach(Peer connection);

    /** The connection is the exchange's no more. Gives back all that is held for it. */
    void release();

    /** The receiver of the connection's events. */
    PeerEvents events();

    /** The connection. Only while the stream is attached to one. */
    Peer connection();

    /** Whether nothing has arrived, and the server has not closed, as far as a look at the socket tells. */
    boolean isQuiet();

    /** Reads nothing for now: the request has not been sent. */
    void pause();

    /** A response is awaited from now on: reads its head. */
    void expect();

    /** Goes on with what is behind an interim response that has been passed on. */
    void goOn();

    /**
     * Whether the head of a request will fit once it is edited, be it sent at once or after it has been parked. Borrows the bytes. Asked before
     * a connection is looked for.
     */
    boolean fits(Head head, ByteBuffer bytes, RequestEdits edits);

    /**
     * Begins the request: the head at the beginning of {@code message}, edited as {@code edits} says, and the bytes of the body behind it. Takes
     * ownership of the message.
     *
     * @return how far the write has come; {@link Peer.Written#TOO_LARGE} if the edited head does not fit, which {@link #fits} rules out
     */
    Peer.Written begin(ByteBuf message, Head head, RequestEdits edits);

    /** Whether the connection can serve another exchange after a response that has been received whole. */
    boolean persists();

    /** How many seconds the server keeps the connection, as it says; -1 if it does not say. */
    int idleSeconds();
}
