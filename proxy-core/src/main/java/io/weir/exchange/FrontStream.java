package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.http.Head;
import io.weir.reason.Reason;
import java.nio.ByteBuffer;

/**
 * The client's side of one exchange. Confined to the event loop of its session.
 *
 * <p>It knows the version of HTTP that the client speaks; the exchange does not.
 */
public interface FrontStream extends ServedClient {

    /** The side that the request comes from. */
    RequestSource source();

    /** The side that the response goes to. */
    ResponseSink sink();

    /** No further exchange follows this one on its connection. */
    void closeAfterResponse();

    /** The ready-made field lines with which a server is offered the change of protocol that the client offers. */
    byte[] upgradeFields();

    /** Whether the server may change to another protocol with this response: the client has offered that one. Borrows the bytes. */
    boolean mayChange(Head head, ByteBuffer bytes);

    /**
     * Passes the change of protocol on, and carries a tunnel from then on: {@code message}, of which it takes ownership, begins with the 101; what follows is the other
     * protocol's. From now on the bytes are the tunnel's.
     *
     * @return whether the edited head fits; if not, nothing has happened
     */
    boolean change(ByteBuf message, Head head, BackStream server);

    /** The exchange is over, and concluded: its response has been sent whole. */
    void onSent();

    /** The exchange is over, and concluded: a response of our own has been sent whole. */
    void onAnswered();

    /** Ends the exchange with this reason, and the session: the client sees it break off. */
    void end(Reason reason);

    /** Ends the exchange with this reason, and the session, in order. */
    void close(Reason reason);

    /** Code of ours has thrown what it should not have: costs the session. */
    void onBug(Throwable cause);
}
