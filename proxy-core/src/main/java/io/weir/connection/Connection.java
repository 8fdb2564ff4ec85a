package io.weir.connection;

/** One connection as its session, or its tunnel, sees it. Confined to the event loop of that session. */
public interface Connection extends ByteSource, ByteSink {

    /**
     * Tells its events to these parties from now on: {@code owner} hears of the connection as a whole, {@code source} of what arrives,
     * {@code sink} of what leaves. Ends a wait for room.
     */
    void tell(ConnectionEvents owner, SourceEvents source, SinkEvents sink);

    /**
     * Looks at the socket, by one system call: whether anything has arrived although nothing is expected. Of a connection that is not
     * quiet a byte may be lost; it is good for nothing any more.
     */
    Look look();

    /**
     * Looks at the socket, by one system call: whether anything has arrived of what is expected. A byte that had to be read to see that is told
     * by {@link SourceEvents#onStirred(byte)}, from within this call. May be called while bytes are wanted, unless the connection is in the queue
     * for a buffer.
     */
    Look stir();

    /**
     * Looks, within a moment, whether the other side has broken off although nothing is read from it now. If it has, that is told by
     * {@link ConnectionEvents#onClosed()}.
     */
    void lookForReset();

    /** Closes in order, after what is written has been taken. No event comes after it. */
    void close();

    /** Closes at once and tells the other side that something went wrong (RST). No event comes after it. */
    void abort();
}
