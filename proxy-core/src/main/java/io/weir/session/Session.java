package io.weir.session;

import io.netty.buffer.ByteBuf;

/** The life of one front connection. Confined to its event loop. */
public abstract class Session {

    static final int NOWHERE = -1;

    /** Its place among the sessions of its loop, which {@link Sessions} keeps. */
    int place = NOWHERE;

    Session() {}

    /** Begins: the front connection is open, and this has been read of it, or nothing. Takes ownership of {@code first}. */
    public abstract void start(ByteBuf first);

    /** Looks whether its client has broken off, should nothing be read from it now. */
    public abstract void lookForReset();

    /** Takes no new exchange, and ends when the present one is over. */
    public abstract void drain();

    /** Ends now. */
    public abstract void abort(Ending reason);
}
