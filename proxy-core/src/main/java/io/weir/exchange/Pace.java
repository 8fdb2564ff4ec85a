package io.weir.exchange;

import java.time.Duration;

/** How fast bytes come, by the time spent waiting for them. Confined to its event loop. */
final class Pace {
    /*
     * Only time in which the sender could have sent counts: not that in which its last bytes were passed on, nor that in line for
     * a buffer of ours.
     */

    private static final double NANOS_PER_SECOND = 1e9;

    private long bytes;
    private long nanos;
    private long since;

    /** So many bytes are here, for which nobody has waited. */
    void begin(long bytesAtOnce) {
        bytes = bytesAtOnce;
        nanos = 0;
    }

    /** From now on it is waited for more. */
    void await(long now) {
        since = now;
    }

    /** So much of the time since then does not count. */
    void excuse(long excusedNanos) {
        since += excusedNanos;
    }

    /** They are here. */
    void arrived(long now, long arrivedBytes) {
        nanos += now - since;
        bytes += arrivedBytes;
        since = now;
    }

    /** Whether it has been waited longer than {@code grace} altogether, and fewer than so many bytes a second have come. */
    boolean isBelow(int bytesPerSecond, Duration grace) {
        return nanos > grace.toNanos() && bytes < bytesPerSecond * (nanos / NANOS_PER_SECOND);
    }
}
