package io.weir.connection;

import io.weir.backend.Server;

/** Opens back connections on one event loop, and keeps those that can be used again. Confined to that loop. */
public interface Connector {

    /** Who asked for a connection. */
    interface Client {
        /** The connection is open; its events go to {@code events()} from now on. */
        void onConnected(Peer peer);

        /** It could not be opened. */
        void onConnectFailed();

        /** There is no socket for it: this process has no file descriptor left, and no other server would change that. */
        void onNoSocket();

        /** Who is told the events of the connection. */
        PeerEvents events();

        /** Number of the session, for the log. */
        long session();
    }

    /**
     * Hands over an idle connection that is still open and on which nothing has arrived since its last response, if there is one, by a
     * call of {@link Client#onConnected(Peer)} before it returns.
     *
     * @return whether it did
     */
    boolean reuse(Server server, Client client);

    /** Begins to open a connection. The outcome is told later, never from within this call. */
    Opening open(Server server, Client client);

    /**
     * Takes back a connection whose last exchange ended cleanly, for reuse. Takes ownership of {@code peer}.
     *
     * @param idleSeconds how long the server keeps it, as the server says; -1 if it does not say
     */
    void keep(Peer peer, Server server, int idleSeconds);
}
