package io.weir.transport;

import io.weir.backend.Server;
import io.weir.buffer.Flow;
import io.weir.connection.BackConnection;
import io.weir.socket.SocketSize;
import org.jspecify.annotations.Nullable;

/** A connection to a server, which waits for its next exchange in an idle list of its loop. Confined to its event loop. */
final class BackSocketConnection extends SocketConnection implements BackConnection {

    private final IdleConnections idle;
    private final Server server;
    private final SocketSize size;
    private final BackPlace place;
    private @Nullable IdleConnection idleEntry;

    BackSocketConnection(
            IdleConnections idle, PeerChannel channel, SocketSize size, Server server, long session, BackPlace place) {
        super(channel, size, idle.loop(), Flow.RESPONSE, session);
        this.idle = idle;
        this.server = server;
        this.size = size;
        this.place = place;
    }

    /** The server at the other end. */
    Server server() {
        return server;
    }

    /** What its socket was made as. */
    SocketSize size() {
        return size;
    }

    /** Its place in the count of back connections. */
    BackPlace place() {
        assert loop().inEventLoop();
        return place;
    }

    /** Its place in the idle list, made when it is idle for the first time. */
    IdleConnection idleEntry() {
        assert loop().inEventLoop();
        IdleConnection present = idleEntry;
        if (present == null) {
            present = new IdleConnection(idle, this);
            idleEntry = present;
        }
        return present;
    }

    @Override
    public void keep(int idleSeconds) {
        idle.keep(this, idleSeconds);
    }

    @Override
    void forgetSession() {
        super.forgetSession();
        if (idleEntry != null) {
            idleEntry.discard();
        }
    }
}
