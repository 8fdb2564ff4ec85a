package io.weir.session;

import io.weir.backend.Server;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import io.weir.connection.Peer;
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
    final List<Peer> kept = new ArrayList<>();
    private @Nullable Peer idle;

    /** The next reuse gets this connection. */
    void lieIdle(Peer peer) {
        idle = peer;
    }

    Attempt lastAttempt() {
        return attempts.get(attempts.size() - 1);
    }

    @Override
    public boolean reuse(Server server, Client client) {
        Peer peer = idle;
        idle = null;
        if (peer == null) {
            return false;
        }
        peer.tell(client.events());
        client.onConnected(peer);
        return true;
    }

    @Override
    public Opening open(Server server, Client client) {
        Attempt attempt = new Attempt(server, client);
        attempts.add(attempt);
        return attempt;
    }

    @Override
    public void keep(Peer peer, Server server, int idleSeconds) {
        kept.add(peer);
    }
}
