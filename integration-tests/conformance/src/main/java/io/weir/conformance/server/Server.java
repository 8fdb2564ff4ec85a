package io.weir.conformance.server;

import java.io.IOException;
import java.util.List;

/**
 * A server behind the proxies. It answers every request with a field {@code X-Echo} that repeats the request's
 * {@code X-Token}, and tells what it has seen.
 */
public interface Server extends AutoCloseable {

    /** How it is called in the report. */
    String name();

    /** The port of the loopback on which it listens. */
    int port();

    /** All requests so far, in order. */
    List<Seen> seen() throws IOException;

    @Override
    void close();
}
