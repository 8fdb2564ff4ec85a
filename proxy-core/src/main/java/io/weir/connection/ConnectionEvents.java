package io.weir.connection;

import java.net.InetAddress;

/** What happens to a connection as a whole, told to the party that it belongs to, on its event loop. */
public interface ConnectionEvents {

    /** For whose sake buffers are held on this connection. */
    InetAddress client();

    /** The buffer that it holds without progress is needed by others. */
    void onEvicted();

    /** The connection is gone, by no wish of ours. */
    void onClosed();

    /**
     * Code of ours has thrown what it should not have while it handled an event of this connection, which is about to close. Gives back all
     * buffers: one that was handed over in that event, and has not been released by the end of this call, is taken back.
     */
    void onBug(Throwable cause);
}
