package io.weir.session;

/**
 * Bounds on what clients may ask for.
 *
 * @param connections front connections at the same time, all listeners together; at the limit none is accepted, and the kernel's
 *     backlog holds who comes
 * @param fields header fields of one head
 * @param earlyBytes bytes at the beginning of a response that are read as long as a buffer is free; after them it is bulk
 * @param parkedBytes heap for what waits outside buffers, all sessions together: half-sent heads, requests in line for a server
 */
public record Limits(int connections, int fields, int earlyBytes, long parkedBytes) {

    /** The limits of a proxy for which none are given. */
    public static final Limits DEFAULT = new Limits(10_000, 100, 64 * 1024, 4L << 20);

    public Limits {
        require("connections", connections, 1);
        require("fields", fields, 1);
        require("earlyBytes", earlyBytes, 0);
        require("parkedBytes", parkedBytes, 0);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
