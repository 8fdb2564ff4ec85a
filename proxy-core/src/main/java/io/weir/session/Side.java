package io.weir.session;

/** Where something happened, or whose doing it was. */
public enum Side {
    /** The client and the connection to it. */
    FRONT,
    /** The server and the connection to it. */
    BACK,
    /** Weir itself. */
    PROXY
}
