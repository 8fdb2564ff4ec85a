package io.weir.transport;

import io.weir.exchange.Listener;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A socket that listens for the clients of one listener at a time. */
public final class Listening {

    private final PresentListener listener;
    private final ListenerChannel channel;

    /** A socket that reads {@code listener} for each client that it accepts. */
    Listening(PresentListener listener, ListenerChannel channel) {
        this.listener = listener;
        this.channel = channel;
    }

    /** The listener whose clients connect to this socket now. */
    public Listener listener() {
        return listener.get();
    }

    /** Clients that are accepted from now on are those of {@code next}. Returns the listener before it. */
    Listener serve(Listener next) {
        return listener.replace(next);
    }

    /** Its address, with the real port. */
    public InetSocketAddress address() {
        return channel.localAddress();
    }

    /** Begins to accept. */
    public void accept() {
        channel.resume();
    }

    /** Closes once the clients in its backlog are accepted, and after {@code limit} at the latest. */
    void endWithin(Duration limit) {
        channel.endWithin(limit);
    }

    /** Closes. The clients in its backlog are not accepted, and are reset. Blocks for a moment. */
    public void abandon() {
        channel.endAtOnce().awaitUninterruptibly();
    }
}
