package io.weir.server.launch;

import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.server.reload.Reloads;
import io.weir.server.reload.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** The program, running: the proxy with its admin listener and access log. */
public interface Program extends Target, AutoCloseable {

    /** Where a listener listens, with its real port. */
    InetSocketAddress address(String listener);

    /** Where the admin listener listens, with its real port; empty if there is none. */
    Optional<InetSocketAddress> admin();

    /** The time that {@link #drain} takes at most, as the current configuration says. */
    Duration drainTimeout();

    /** Has callers of the admin listener reload by this, and ask what a reload would change. Its methods may block. */
    void offer(Reloads reloads);

    /** How full the buffer pool is. */
    PoolLevel buffers();

    /** What the proxy is doing. */
    WeirStatus status();

    /**
     * Serves the clients that have connected and waits for exchanges to end, at most {@code timeouts.drain}; breaks off the others. Returns how
     * many were broken off.
     *
     * @param cause why, for the log
     */
    int drain(String cause);

    /** Ends what still runs and gives everything back. */
    @Override
    void close();
}
