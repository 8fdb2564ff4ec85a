package io.weir.buffer;

/**
 * The bounds of a buffer pool.
 *
 * @param count ordinary buffers, which anybody may lease
 * @param reserve buffers kept back, on top of {@code count}, so that work already begun can finish
 * @param size bytes of each buffer
 * @param stallQuota stalled buffers up to which bulk bytes may be read for a client that might not take them
 * @param clientQuota stalled buffers of one client from which on it leaves the rest of the quota to others
 */
public record PoolLimits(int count, int reserve, int size, int stallQuota, int clientQuota) {

    /** The most buffers, reserve included, that one pool can have. */
    public static final int MAX_BUFFERS = (1 << 20) - 1;

    /** The smallest buffer, in bytes: a head of modest size must fit. */
    public static final int MIN_SIZE = 1024;

    private static final int MAX_SIZE = 1 << 24;

    public PoolLimits {
        require(count >= 1, "count", count, ">= 1");
        require(reserve >= 0, "reserve", reserve, ">= 0");
        require((long) count + reserve <= MAX_BUFFERS, "count + reserve", (long) count + reserve, "<= " + MAX_BUFFERS);
        require(size >= MIN_SIZE && size <= MAX_SIZE, "size", size, MIN_SIZE + " to " + MAX_SIZE + " bytes");
        require(stallQuota >= 0 && stallQuota <= count, "stallQuota", stallQuota, "0 to count");
        require(clientQuota >= 0 && clientQuota <= stallQuota, "clientQuota", clientQuota, "0 to stallQuota");
    }

    /** Limits by which a client alone may use up the stall quota. */
    public PoolLimits(int count, int reserve, int size, int stallQuota) {
        this(count, reserve, size, stallQuota, stallQuota);
    }

    /** Limits whose stall quota is half of the ordinary buffers. */
    public static PoolLimits of(int count, int reserve, int size) {
        return new PoolLimits(count, reserve, size, count / 2);
    }

    /** All buffers: the hard limit. */
    public int total() {
        return count + reserve;
    }

    /** Bytes of memory behind all buffers. */
    public long bytes() {
        return (long) total() * size;
    }

    private static void require(boolean holds, String name, long value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
