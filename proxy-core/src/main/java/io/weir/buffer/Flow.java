package io.weir.buffer;

/** The direction in which bytes pass through a session. */
public enum Flow {
    /** From the client to the server. */
    REQUEST,
    /** From the server to the client. */
    RESPONSE
}
