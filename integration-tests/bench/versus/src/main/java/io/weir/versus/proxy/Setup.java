package io.weir.versus.proxy;

import java.nio.file.Path;

/**
 * What a proxy is set up with.
 *
 * @param directory for files of this proxy
 * @param port to listen on
 * @param adminPort for Weir's metrics
 * @param serverPort where the server listens
 */
public record Setup(Path directory, int port, int adminPort, int serverPort, Variant variant) {

    /** For clients, servers and idle connections: longer than any run. */
    static final String TIMEOUT = "10m";

    /** Requests of one connection: more than any run has, so that none is closed in the middle. */
    static final int MANY_REQUESTS = 1_000_000_000;
}
