package io.weir.connection;

/** A connection to a server, by which one exchange after the other is served. Confined to its event loop. */
public interface BackConnection extends Connection {

    /**
     * The last exchange has ended cleanly: the connection waits for another, of whatever session, or is closed. It belongs to its {@link Connector}
     * from now on.
     *
     * @param idleSeconds how long the server keeps it, as the server says; -1 if it does not say
     */
    void keep(int idleSeconds);
}
