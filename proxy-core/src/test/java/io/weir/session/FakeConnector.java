package io.weir.session;

import io.weir.backend.Server;
import io.weir.connection.Connection;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connector without sockets: the test says what comes of each attempt, and what lies idle. */
final class FakeConnector implements Connector {

    /** An attempt to connect. */
    static final class Attempt implements Opening {
        final Server server;
        final Client client;
        boolean cancelled;

        Attempt(Server server, Client client) {
            this.server = server;
            this.client = client;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    final List<Attempt> attempts = new ArrayList<>();
    final List<Connection> kept = new ArrayList<>();
    private @Nullable FakeConnection idle;

    /** The next reuse gets this connection. */
    void lieIdle(FakeConnection peer) {
        peer.whenKept(seconds -> kept.add(peer));
        idle = peer;
    }

    Attempt lastAttempt() {
        return attempts.get(attempts.size() - 1);
    }

    /** The connection that was asked for last is open, and is noted when it is kept. */
    void connect(FakeConnection peer) {
        peer.whenKept(seconds -> kept.add(peer));
        lastAttempt().client.onConnected(peer);
    }

    @Override
    public boolean reuse(Server server, Client client) {
        FakeConnection peer = idle;
        idle = null;
        if (peer == null) {
            return false;
        }
        client.onConnected(peer);
        return true;
    }

    @Override
    public Opening open(Server server, Client client) {
        Attempt attempt = new Attempt(server, client);
        attempts.add(attempt);
        return attempt;
    }
}
