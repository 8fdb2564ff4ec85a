package io.weir.connection;

/** How far a write has come when it returns. */
public enum Written {
    /** The kernel has taken all bytes. */
    ALL,
    /**
     * Some bytes are left: {@link SinkEvents#onDrained()} tells when they are taken. Or the write has failed: the loop tells that later, on a back
     * connection by {@link SinkEvents#onWriteFailed()}, on a front one by {@link ConnectionEvents#onClosed()}.
     */
    STALLED,
    /** Some bytes of a text of our own are left, and there is no room to park them: the connection is being closed, by a reset. */
    NO_ROOM,
    /** The head that was to be written does not fit once it is edited: nothing has been written, and the buffer is released. */
    TOO_LARGE
}
