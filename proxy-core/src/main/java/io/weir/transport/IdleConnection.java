package io.weir.transport;

import io.weir.backend.Server;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.time.Timer;
import java.net.InetAddress;

/**
 * A back connection while it waits for its next exchange: whatever happens on it now ends it, be it that the server closes or
 * that it sends what nobody asked for. Made once per connection. Confined to its event loop.
 *
 * <p>Its age is real time, not the time of the loop: the server closes it by a clock of its own, which does not stop when the process does.
 */
final class IdleConnection implements IdleEvents {

    private final IdleConnections idle;
    private final BackSocketConnection connection;
    private final IdleList.Place<IdleConnection> placeOfServer = new IdleList.Place<>(this);
    private final IdleList.Place<IdleConnection> placeOfLoop = new IdleList.Place<>(this);
    private final Timer expiry;
    private long sinceNanos;
    private long limitNanos;

    IdleConnection(IdleConnections idle, BackSocketConnection connection) {
        this.idle = idle;
        this.connection = connection;
        expiry = connection.loop().timers().timer(this::onOver);
    }

    BackSocketConnection connection() {
        return connection;
    }

    Server server() {
        return connection.server();
    }

    /** Its place in the list of its server. */
    IdleList.Place<IdleConnection> placeOfServer() {
        return placeOfServer;
    }

    /** Its place in the list of its loop. */
    IdleList.Place<IdleConnection> placeOfLoop() {
        return placeOfLoop;
    }

    boolean isIdle() {
        return placeOfLoop.isTaken();
    }

    /**
     * Whether it may be used again: it is open, its server is not about to close it, and nothing has arrived on it since its last response.
     * Looks at the socket, by one system call: what the selector knows is of the moment in which it was asked, and what arrives after that
     * would be taken for the response to the next request.
     */
    boolean isQuiet() {
        assert connection.loop().inEventLoop();
        Look look = connection.isOpen() && !isOverdue() ? connection.look() : Look.ENDED;
        if (look == Look.BYTES) {
            onUnsolicited();
        }
        return look == Look.QUIET;
    }

    @Override
    public void onUnsolicited() {
        assert connection.loop().inEventLoop();
        server().onUnsolicited(idleNanos(), connection.loop().clock().realNanos());
    }

    /** Real time since it became idle. */
    private long idleNanos() {
        return connection.loop().clock().realNanos() - sinceNanos;
    }

    /** Whether it has been idle for so long that its server may close it at any moment. */
    private boolean isOverdue() {
        return idleNanos() >= limitNanos;
    }

    void enter(long forNanos) {
        assert connection.loop().inEventLoop();
        sinceNanos = connection.loop().clock().realNanos();
        limitNanos = forNanos;
        expiry.armNanos(limitNanos);
        connection.usedBy(0);
        connection.tell(this, this, this);
        connection.watch();
    }

    void leave() {
        assert connection.loop().inEventLoop();
        expiry.disarm();
    }

    /** Its connection is closed, wherever it was. */
    void discard() {
        assert connection.loop().inEventLoop();
        expiry.discard();
    }

    @Override
    public void onOver() {
        assert connection.loop().inEventLoop();
        idle.drop(this);
    }

    @Override
    public void onBug(Throwable cause) {
        assert connection.loop().inEventLoop();
        connection.loop().onBug(cause);
        onOver();
    }

    @Override
    public InetAddress client() {
        return server().address().getAddress();
    }
}
