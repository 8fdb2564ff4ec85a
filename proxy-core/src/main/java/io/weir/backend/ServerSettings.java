package io.weir.backend;

import java.net.InetSocketAddress;

/**
 * What is configured of one server.
 *
 * @param name unique in its backend
 * @param address where to connect; may be unresolved, it is then looked up at start
 * @param weight its share of the traffic relative to the others, 0 to 256; 0 takes none
 * @param maxConnections most exchanges at the same time, all event loops together; 0 means no limit
 */
public record ServerSettings(String name, InetSocketAddress address, int weight, int maxConnections) {

    /** The weight of a server for which none is given. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 256;

    public ServerSettings {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to " + MAX_WEIGHT + ")");
        }
        if (maxConnections < 0) {
            throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: >= 0)");
        }
    }

    /** A server without a limit and of weight 1. */
    public static ServerSettings of(String name, InetSocketAddress address) {
        return new ServerSettings(name, address, DEFAULT_WEIGHT, 0);
    }
}
