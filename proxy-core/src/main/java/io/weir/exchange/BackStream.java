package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.connection.BackConnection;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.Written;
import io.weir.http.Head;

/**
 * The server's side of one exchange: the request goes to it, the response comes from it. Confined to the event loop of its exchange.
 *
 * <p>It knows the version of HTTP that the server speaks; the exchange does not. One of {@link #keep()}, {@link #close()} and {@link #abort()} ends
 * it and gives back all that is held for it; none of its methods may be called after that.
 */
public interface BackStream extends Back, Source, Sink {

    /** Carries this exchange from now on, which is told its events. */
    void carries(Carried exchange);

    /** Looks, by one system call at most, whether anything has arrived although nothing is expected, or the server has closed. */
    Look look();

    /** Reads nothing for now: the request has not been sent. */
    void pause();

    /**
     * Begins the request: the head at the beginning of {@code message}, edited as {@code edits} says, and the bytes of the body behind it. Takes
     * ownership of the message.
     *
     * @return how far the write has come; {@link Written#TOO_LARGE} if the edited head does not fit, which {@link BackStreams#fits} rules out
     */
    Written begin(ByteBuf message, Head head, RequestEdits edits);

    /** A response is awaited from now on: reads its head. */
    void expect();

    /** Goes on with what is behind an interim response that has been passed on. */
    void goOn();

    /** Whether the connection can serve another exchange after a response that has been received whole. */
    boolean persists();

    /** How many seconds the server keeps an idle connection, as it says; -1 if it does not say. */
    int idleSeconds();

    /** The exchange is over, and its connection is free for the exchange of any client. */
    void keep();

    /** The exchange is over, and its connection waits for the next one of the same client: tells {@code events} of all that happens until then. */
    void rest(IdleEvents events);

    /** The wait is over: the next exchange begins with {@link #carries}. */
    void resume();

    /** The connection itself, whose bytes belong to a tunnel from now on. */
    BackConnection connection();
}
