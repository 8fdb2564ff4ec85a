package io.weir.stall.load;

/** In which way the stalled clients stall. */
public enum Direction {
    /** They ask for a big body and stop reading. */
    DOWNLOAD,
    /** They send a big body to a server that stops reading. */
    UPLOAD,
    /** Through a TCP relay they do both at once. */
    TUNNEL,
    /** They send the beginning of a request head and go quiet. */
    HEADS;

    /** Whether the proxy relays bytes and parses nothing. */
    public boolean isTcp() {
        return this == TUNNEL;
    }

    /** Whether a client has to be given something before it stalls. */
    boolean readsBeforeItStalls() {
        return this == DOWNLOAD || this == TUNNEL;
    }
}
