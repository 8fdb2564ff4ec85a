package io.weir;

import java.util.List;

/**
 * The configurations that are in use.
 *
 * @param inUse their numbers, ascending: 1 for that of the start, one more for each reload; the last is the one that new exchanges take
 * @param oldExchanges exchanges that go on under others than the current one
 * @param oldTunnels tunnels that do
 * @param oldestAgeNanos how long ago the oldest that is in use was replaced; 0 if it is the current one
 */
public record GenerationStatus(List<Long> inUse, long oldExchanges, long oldTunnels, long oldestAgeNanos) {

    public GenerationStatus {
        inUse = List.copyOf(inUse);
        if (inUse.isEmpty()) {
            throw new IllegalArgumentException("inUse: none (expected: at least the current generation)");
        }
    }

    /** Number of the one that new exchanges take. */
    public long current() {
        return inUse.get(inUse.size() - 1);
    }

    /** Number of the oldest that is in use. */
    public long oldest() {
        return inUse.get(0);
    }

    /** How many are in use, the current one included. */
    public int alive() {
        return inUse.size();
    }
}
