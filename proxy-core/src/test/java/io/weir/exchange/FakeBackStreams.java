package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.connection.Opening;
import io.weir.http.Head;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams without connections: the test says what comes of each attempt, and what lies idle. */
final class FakeBackStreams implements BackStreams {

    /** An attempt to open a stream. */
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
    private @Nullable FakeBackStream idle;

    /** The next reuse gets this stream. */
    void lieIdle(FakeBackStream stream) {
        idle = stream;
    }

    Attempt lastAttempt() {
        return attempts.get(attempts.size() - 1);
    }

    @Override
    public boolean fits(Head head, ByteBuffer bytes, RequestEdits edits) {
        return true;
    }

    @Override
    public boolean reuse(Server server, Client client) {
        FakeBackStream stream = idle;
        idle = null;
        if (stream == null) {
            return false;
        }
        client.onStream(stream);
        return true;
    }

    @Override
    public Opening open(Server server, Client client) {
        Attempt attempt = new Attempt(server, client);
        attempts.add(attempt);
        return attempt;
    }
}
