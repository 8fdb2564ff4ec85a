package io.weir;

import io.weir.buffer.PoolLimits;

/**
 * The buffers that all traffic shares.
 *
 * @param count ordinary buffers
 * @param size bytes of each, which is also the bound of a request or response head
 * @param reserve buffers on top of {@code count}, for each event loop, so that work already begun can finish
 * @param stallQuota part of {@code count}, from 0 to 1, up to which clients that do not read may hold buffers
 */
public record BufferSettings(int count, int size, int reserve, double stallQuota) {

    /** The buffers of a proxy for which none are given: 16 MiB. */
    public static final BufferSettings DEFAULT = new BufferSettings(1024, 16 * 1024, 2, 0.5);

    public BufferSettings {
        if (!(stallQuota >= 0 && stallQuota <= 1)) {
            throw new IllegalArgumentException("stallQuota: " + stallQuota + " (expected: 0 to 1)");
        }
        limits(count, size, reserve, stallQuota, 1);
    }

    /** The same with another count. */
    public BufferSettings withCount(int other) {
        return new BufferSettings(other, size, reserve, stallQuota);
    }

    /** The bounds of a pool that serves {@code eventLoops} event loops. */
    public PoolLimits limits(int eventLoops) {
        return limits(count, size, reserve, stallQuota, eventLoops);
    }

    private static PoolLimits limits(int count, int size, int reserve, double stallQuota, int eventLoops) {
        return new PoolLimits(count, reserve * eventLoops, size, (int) (count * stallQuota));
    }
}
