package io.weir.server.launch;

import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The program, running: the proxy with its admin listener and access log. */
public interface Program extends AutoCloseable {

    /** Where a listener listens, with its real port. */
    InetSocketAddress address(String listener);

    /** Where the admin listener listens, with its real port; empty if there is none. */
    Optional<InetSocketAddress> admin();

    /** How full the buffer pool is. */
    PoolLevel buffers();

    /** What the proxy is doing. */
    WeirStatus status();

    /** Takes nothing new and waits for what runs, at most {@code timeouts.drain}. Whether all of it came to its end. */
    boolean drain();

    /** Ends what still runs and gives everything back. */
    @Override
    void close();
}
