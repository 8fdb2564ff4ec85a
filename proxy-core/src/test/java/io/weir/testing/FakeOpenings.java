package io.weir.testing;

import io.weir.backend.Server;
import io.weir.connection.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a fake without sockets has been asked to open, and what lies idle: the test says what comes of each attempt.
 *
 * @param <C> the client of an attempt, which hears what comes of it
 * @param <P> what is opened
 */
public final class FakeOpenings<C, P> {

    /** An attempt to open something to {@link #server}. */
    public static final class Attempt<C> implements Opening {

        public final Server server;
        public final C client;
        private boolean cancelled;

        private Attempt(Server server, C client) {
            this.server = server;
            this.client = client;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        public boolean isCancelled() {
            return cancelled;
        }
    }

    private final List<Attempt<C>> attempts = new ArrayList<>();
    private @Nullable P idle;

    /** All attempts so far, in their order. */
    public List<Attempt<C>> attempts() {
        return attempts;
    }

    /** The attempt that was begun last. */
    public Attempt<C> last() {
        return attempts.get(attempts.size() - 1);
    }

    /** Begins an attempt. */
    public Opening open(Server server, C client) {
        Attempt<C> attempt = new Attempt<>(server, client);
        attempts.add(attempt);
        return attempt;
    }

    /** The next reuse gets this one. */
    public void lieIdle(P opened) {
        idle = opened;
    }

    /** Gives what lies idle to {@code user}. Returns whether there was anything. */
    public boolean reuse(Consumer<P> user) {
        P found = idle;
        idle = null;
        if (found == null) {
            return false;
        }
        user.accept(found);
        return true;
    }
}
