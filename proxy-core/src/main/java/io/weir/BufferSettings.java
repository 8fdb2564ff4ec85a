package io.weir;

import io.weir.buffer.PoolLimits;

/**
 * The buffers that all traffic shares.
 *
 * @param count ordinary buffers
 * @param size bytes of each, which is also the bound of a request or response head
 * @param reserve buffers on top of {@code count}, for each event loop, so that work already begun can finish
 * @param stallQuota part of {@code count}, from 0 to 1, up to which clients that do not read may hold buffers
 * @param clientShare part of that quota, from 0 to 1, from which on one client leaves the rest to others
 */
public record BufferSettings(int count, int size, int reserve, double stallQuota, double clientShare) {

    /** The buffers of a proxy for which none are given: 16 MiB. */
    public static final BufferSettings DEFAULT = new BufferSettings(1024, 16 * 1024, 2, 0.5, 0.25);

    public BufferSettings {
        requirePart("stallQuota", stallQuota);
        requirePart("clientShare", clientShare);
        limits(count, size, reserve, stallQuota, clientShare, 1);
    }

    /** The same with another count. */
    public BufferSettings withCount(int other) {
        return new BufferSettings(other, size, reserve, stallQuota, clientShare);
    }

    /** The bounds of a pool that serves {@code eventLoops} event loops. */
    public PoolLimits limits(int eventLoops) {
        return limits(count, size, reserve, stallQuota, clientShare, eventLoops);
    }

    private static PoolLimits limits(
            int count, int size, int reserve, double stallQuota, double clientShare, int eventLoops) {
        int quota = (int) (count * stallQuota);
        // A reserve that no int holds is more than any pool may have, and is refused as such.
        int reserveOfAll = (int) Math.min(Integer.MAX_VALUE, (long) reserve * eventLoops);
        return new PoolLimits(count, reserveOfAll, size, quota, (int) Math.ceil(quota * clientShare));
    }

    private static void requirePart(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 1)");
        }
    }
}
