package io.weir.connection;

import io.weir.backend.Server;

/** Opens back connections on one event loop, and keeps those that can be used again. Confined to that loop. */
public interface Connector {

    /** The party that needs a connection. */
    interface Client {

        /** The connection is open, and belongs to this client, which has its events told from now on: {@link Connection#tell}. */
        void onConnected(BackConnection connection);

        /** No connection could be opened. */
        void onConnectFailed();

        /** There is no socket for a connection: this process has no file descriptor left, and no other server would change that. */
        void onNoSocket();

        /** Code of ours has thrown what it should not have, before the connection was open. */
        void onBug(Throwable cause);

        /** Number of the session, for the log. */
        long session();
    }

    /**
     * Hands over an idle connection that is still open and on which nothing has arrived since its last response, if there is one, by a
     * call of {@link Client#onConnected} before it returns.
     *
     * @return whether it did
     */
    boolean reuse(Server server, Client client);

    /** Begins to open a connection. The outcome is told later, never from within this call. */
    Opening open(Server server, Client client);
}
