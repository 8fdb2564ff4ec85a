package io.weir.transport;

/** The connection that a {@link PeerChannel} is the socket of. Told on its event loop. */
interface SocketOwner extends StalledBuffers.Owner {

    /** The event loop of the socket. */
    TrafficLoop loop();

    /** Whether a session uses the socket: for the log. */
    boolean hasSession();

    /** An offer has failed, a moment ago. Bytes that the other side sent before can still be read. Told by a task of the loop. */
    void onWriteFailed();

    /** Code of ours has thrown what it should not have. */
    void onBug(Throwable cause);
}
