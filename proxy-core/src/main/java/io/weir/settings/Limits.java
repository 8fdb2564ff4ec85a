package io.weir.settings;

import java.time.Duration;

/**
 * Bounds on what clients may ask for.
 *
 * @param connections front connections at the same time, all listeners together, {@link #MAX_CONNECTIONS} at most; at the limit none is
 *     accepted, and further clients wait in the kernel's backlog
 * @param fields header fields of one head
 * @param earlyBytes bytes at the beginning of a response that are read as long as a buffer is free; after them it is bulk
 * @param parkedBytes heap for what waits outside buffers, all sessions together: see {@code Parking}
 * @param queueAge age of the oldest request in the wait queue from which on no client is accepted, until the oldest is half as old;
 *     {@link Timeouts#MAX} at most
 * @param minRate bytes a second: who takes a stalled buffer slower than that for {@code Timeouts.stalled} loses it when others wait
 * @param bodyRate bytes a second that a request body must bring, once {@code Timeouts.requestIdle} has been spent waiting for it
 * @param requestsPerConnection requests after which a front connection is closed
 * @param connectionsPerClient front connections of one client (an IPv4 address, 64 bits of IPv6) at the same time; 0 for any number
 * @param listeners listening sockets at the same time, for which the memory sum has room: a reload may add or move listeners as far as this; 0 for as many
 *     as are configured at start
 * @param generations configurations in use at the same time, the current one among them: a reload that exceeds them ends what still goes by the oldest
 */
public record Limits(
        int connections,
        int fields,
        int earlyBytes,
        long parkedBytes,
        Duration queueAge,
        int minRate,
        int bodyRate,
        int requestsPerConnection,
        int connectionsPerClient,
        int listeners,
        int generations) {

    /** The most front connections, so that the waiters of all their flows can be counted, and sums of their bytes do not overflow. */
    public static final int MAX_CONNECTIONS = 1 << 22;

    /** Enough for a reload every minute with tunnels of most of an hour. */
    public static final int MOST_GENERATIONS = 50;

    private static final Duration LEAST_QUEUE_AGE = Duration.ofMillis(1);

    /** The limits of a proxy for which none are given. */
    public static final Limits DEFAULT = new Limits(
            10_000, 100, 64 * 1024, 4L << 20, Duration.ofSeconds(1), 1024, 100, 10_000, 0, 0, MOST_GENERATIONS);

    public Limits {
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections: " + connections + " (expected: 1 to " + MAX_CONNECTIONS + ")");
        }
        require("fields", fields, 1);
        require("earlyBytes", earlyBytes, 0);
        require("parkedBytes", parkedBytes, 0);
        if (queueAge.compareTo(LEAST_QUEUE_AGE) < 0 || queueAge.compareTo(Timeouts.MAX) > 0) {
            throw new IllegalArgumentException(
                    "queueAge: " + queueAge + " (expected: " + LEAST_QUEUE_AGE + " to " + Timeouts.MAX + ")");
        }
        require("minRate", minRate, 0);
        require("bodyRate", bodyRate, 0);
        require("requestsPerConnection", requestsPerConnection, 1);
        require("connectionsPerClient", connectionsPerClient, 0);
        require("listeners", listeners, 0);
        require("generations", generations, 1);
    }

    /** The most exchanges at the same time: one for each front connection, which carries one at a time. */
    public int exchanges() {
        return connections;
    }

    /** The same with another number of connections. */
    public Limits withConnections(int other) {
        Copy copy = new Copy(this);
        copy.connections = other;
        return copy.limits();
    }

    /** The same with other room for parked bytes. */
    public Limits withParkedBytes(long other) {
        Copy copy = new Copy(this);
        copy.parkedBytes = other;
        return copy.limits();
    }

    /** The same with another age of the oldest request in the wait queue. */
    public Limits withQueueAge(Duration other) {
        Copy copy = new Copy(this);
        copy.queueAge = other;
        return copy.limits();
    }

    /** The same with another least rate. */
    public Limits withMinRate(int other) {
        Copy copy = new Copy(this);
        copy.minRate = other;
        return copy.limits();
    }

    /** The same with another number of requests for each connection. */
    public Limits withRequestsPerConnection(int other) {
        Copy copy = new Copy(this);
        copy.requestsPerConnection = other;
        return copy.limits();
    }

    /** The same with another number of connections for each client. */
    public Limits withConnectionsPerClient(int other) {
        Copy copy = new Copy(this);
        copy.connectionsPerClient = other;
        return copy.limits();
    }

    /** The same with room for another number of listeners. */
    public Limits withListeners(int other) {
        Copy copy = new Copy(this);
        copy.listeners = other;
        return copy.limits();
    }

    /** The same with another number of configurations in use. */
    public Limits withGenerations(int other) {
        Copy copy = new Copy(this);
        copy.generations = other;
        return copy.limits();
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }

    /** A copy whose values can be set one by one. */
    private static final class Copy {
        private int connections;
        private final int fields;
        private final int earlyBytes;
        private long parkedBytes;
        private Duration queueAge;
        private int minRate;
        private final int bodyRate;
        private int requestsPerConnection;
        private int connectionsPerClient;
        private int listeners;
        private int generations;

        Copy(Limits of) {
            connections = of.connections;
            fields = of.fields;
            earlyBytes = of.earlyBytes;
            parkedBytes = of.parkedBytes;
            queueAge = of.queueAge;
            minRate = of.minRate;
            bodyRate = of.bodyRate;
            requestsPerConnection = of.requestsPerConnection;
            connectionsPerClient = of.connectionsPerClient;
            listeners = of.listeners;
            generations = of.generations;
        }

        Limits limits() {
            return new Limits(
                    connections,
                    fields,
                    earlyBytes,
                    parkedBytes,
                    queueAge,
                    minRate,
                    bodyRate,
                    requestsPerConnection,
                    connectionsPerClient,
                    listeners,
                    generations);
        }
    }
}
