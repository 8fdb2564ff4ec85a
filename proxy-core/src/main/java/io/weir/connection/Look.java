package io.weir.connection;

/** What a look at a connection finds of which nothing is expected. */
public enum Look {
    /** Nothing has arrived, and the other side has not closed. */
    QUIET,
    /** Bytes have arrived. */
    BYTES,
    /** The other side has ended its bytes or broken off. */
    ENDED
}
