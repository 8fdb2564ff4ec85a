package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.connection.Opening;
import io.weir.http.Head;
import java.nio.ByteBuffer;

/**
 * Opens streams to servers on one event loop, for the version of HTTP that they speak. Which connection a stream is opened on is decided behind
 * this port. Confined to its loop.
 */
public interface BackStreams {

    /** The party that needs a stream. */
    interface Client {

        /** The stream is open, and belongs to this client until it is given up. */
        void onStream(BackStream stream);

        /** No connection could be opened. */
        void onConnectFailed();

        /** There is no socket for a connection: this process has no file descriptor left, and no other server would change that. */
        void onNoSocket();

        /** Code of ours has thrown what it should not have. */
        void onBug(Throwable cause);

        /** Number of the session, for the log. */
        long session();
    }

    /** Whether the head of a request will fit once it is edited, be it sent at once or after it has been parked. Borrows the bytes. */
    boolean fits(Head head, ByteBuffer bytes, RequestEdits edits);

    /**
     * Opens a stream on a connection that is idle, and on which nothing has arrived since its last response, if there is one, by a call of
     * {@link Client#onStream} before it returns.
     *
     * @return whether it did
     */
    boolean reuse(Server server, Client client);

    /** Begins to open a connection, and a stream on it. The outcome is told later, never from within this call. */
    Opening open(Server server, Client client);
}
