package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.reason.Ending;

/** One front connection as long as one protocol is spoken on it, that of an introduction included. Confined to its event loop. */
public abstract class Front {

    static final int NOWHERE = -1;

    /** Its place among the fronts of its loop, which {@link Fronts} keeps. */
    int place = NOWHERE;

    final Listener listener;
    final String listenerName;

    /** A front of a client of {@code listener}. Observers are told {@code listenerName}, which stays the same if a reload renames the listener. */
    Front(Listener listener, String listenerName) {
        this.listener = listener;
        this.listenerName = listenerName;
    }

    /** Begins: the front connection is open, and this has been read of it, or nothing. Takes ownership of {@code first}. */
    public abstract void start(ByteBuf first);

    /** Whether its client has connected to {@code listener}. */
    final boolean isOf(Listener asked) {
        return listener.equals(asked);
    }

    /** Whether its exchange or tunnel has taken {@code generation}. */
    abstract boolean isOn(Generation generation);

    /** Closes a connection that it keeps to a server which the present configuration does not have. */
    void leaveServer() {}

    /** Looks whether its client has broken off, if nothing is read from it now. */
    public abstract void lookForReset();

    /**
     * Ends soon: the present exchange, or the one whose first byte comes within {@link SessionLoop#LAST_CALL} of the last, is the last one.
     */
    public abstract void drain();

    /**
     * The time for the drain is over. Ends now, but for what it takes an answer of our own to arrive: an exchange whose response has not begun
     * is answered, another is broken off. To be called again when that took too long.
     *
     * @return whether an exchange was broken off, in either way, which is told once
     */
    public abstract boolean cutShort(Ending reason);

    /** Ends now. */
    public abstract void abort(Ending reason);
}
