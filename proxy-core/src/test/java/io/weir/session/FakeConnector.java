package io.weir.session;

import io.weir.backend.Server;
import io.weir.connection.Connection;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import io.weir.testing.FakeOpenings;
import java.util.ArrayList;
import java.util.List;

/** A connector without sockets: the test says what comes of each attempt, and what lies idle. */
final class FakeConnector implements Connector {

    private final FakeOpenings<Client, FakeConnection> openings = new FakeOpenings<>();
    final List<FakeOpenings.Attempt<Client>> attempts = openings.attempts();
    final List<Connection> kept = new ArrayList<>();

    /** The next reuse gets this connection. */
    void lieIdle(FakeConnection peer) {
        peer.whenKept(seconds -> kept.add(peer));
        openings.lieIdle(peer);
    }

    FakeOpenings.Attempt<Client> lastAttempt() {
        return openings.last();
    }

    /** The connection that was asked for last is open, and is noted when it is kept. */
    void connect(FakeConnection peer) {
        peer.whenKept(seconds -> kept.add(peer));
        lastAttempt().client.onConnected(peer);
    }

    @Override
    public boolean reuse(Server server, Client client) {
        return openings.reuse(client::onConnected);
    }

    @Override
    public Opening open(Server server, Client client) {
        return openings.open(server, client);
    }
}
