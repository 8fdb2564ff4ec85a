package io.weir.transport;

import io.weir.exchange.Listener;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A socket that listens for the clients of one listener. */
public final class Listening {

    private final Listener listener;
    private final ListenerChannel channel;

    Listening(Listener listener, ListenerChannel channel) {
        this.listener = listener;
        this.channel = channel;
    }

    /** The listener whose clients connect to this socket. */
    public Listener listener() {
        return listener;
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
