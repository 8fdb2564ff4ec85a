package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.connection.Opening;
import io.weir.http.Head;
import io.weir.testing.FakeOpenings;
import java.nio.ByteBuffer;
import java.util.List;

/** Streams without connections: the test says what comes of each attempt, and what lies idle. */
final class FakeBackStreams implements BackStreams {

    private final FakeOpenings<Client, FakeBackStream> openings = new FakeOpenings<>();
    final List<FakeOpenings.Attempt<Client>> attempts = openings.attempts();

    /** The next reuse gets this stream. */
    void lieIdle(FakeBackStream stream) {
        openings.lieIdle(stream);
    }

    FakeOpenings.Attempt<Client> lastAttempt() {
        return openings.last();
    }

    @Override
    public boolean fits(Head head, ByteBuffer bytes, RequestEdits edits) {
        return true;
    }

    @Override
    public boolean reuse(Server server, Client client) {
        return openings.reuse(client::onStream);
    }

    @Override
    public Opening open(Server server, Client client) {
        return openings.open(server, client);
    }
}
