package io.weir.socket;

/**
 * The most sockets of each kind that are open at the same time.
 *
 * @param fronts front connections
 * @param backs back connections that are in use or being opened: as many as there are exchanges at most
 * @param listeners listeners, each of which has a backlog
 */
public record SocketCounts(int fronts, int backs, int listeners) {

    /** One client with an exchange, which has a connection to a server; no listener. */
    public static final SocketCounts ONE_CLIENT = new SocketCounts(1, 1, 0);

    private static final int LEAST_SPARE = 64;
    private static final int BACKS_PER_SPARE = 8;

    public SocketCounts {
        require("fronts", fronts);
        require("backs", backs);
        require("listeners", listeners);
    }

    /**
     * How many back connections may be open beyond {@link #backs()}, so that idle connections are kept also while all others are in use:
     * an eighth, or 64, or as many as {@link #backs()} if these are fewer.
     */
    public int spareBacks() {
        return Math.max(Math.min(LEAST_SPARE, backs), backs / BACKS_PER_SPARE);
    }

    /** The most back connections that are open, idle ones included. */
    public long openBacks() {
        return (long) backs + spareBacks();
    }

    /** The most connections, front and back, that are open, idle ones included. */
    public long open() {
        return fronts + openBacks();
    }

    /** The most connections, front and back, whose buffers count: idle back connections hold no bytes. */
    public long inUse() {
        return (long) fronts + backs;
    }

    private static void require(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
    }
}
