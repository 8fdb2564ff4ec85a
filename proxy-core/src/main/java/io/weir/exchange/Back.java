package io.weir.exchange;

/** The connection to a server that {@link Dispatch} has found, as far as the search deals with it. Confined to the event loop of its exchange. */
public interface Back {

    /**
     * Tells the server of the client by {@code header}, on a connection that was just opened.
     *
     * @return whether the server's socket has taken the header; if not, the connection is good for nothing
     */
    boolean introduce(byte[] header);

    /** Gives the connection up, in order. */
    void close();

    /** Gives the connection up at once, and tells the server that something went wrong. */
    void abort();
}
