package io.weir.session;

import io.netty.buffer.ByteBuf;

/** The life of one front connection. Confined to its event loop. */
public interface Session {

    /** Begins: the front connection is open, and this has been read of it, or nothing. Takes ownership of {@code first}. */
    void start(ByteBuf first);

    /** Looks whether its client has broken off, should nothing be read from it now. */
    void lookForReset();

    /** Takes no new exchange, and ends when the present one is over. */
    void drain();

    /** Ends now. */
    void abort(Ending reason);
}
