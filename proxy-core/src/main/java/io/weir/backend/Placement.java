package io.weir.backend;

/** The outcome of asking for a server: a {@link Server}, a {@link SlotTicket} that waits in the queue, or {@link NoServer}. */
public sealed interface Placement permits Server, SlotTicket, Placement.NoServer {

    /** No server takes this exchange: none has a weight, or all have been tried. Nothing to release, nothing to cancel. */
    enum NoServer implements Placement {
        /** No server at all. */
        NONE,
        /** The servers that a ticket waited for have left. Others may be there. */
        LEFT
    }
}
