package io.weir.transport;

import io.weir.buffer.Holder;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the front connections of each client, where there is a limit on them. Knows those that have any, and no others. Safe for use by any
 * thread.
 */
final class ClientConnections {

    /** No limit. */
    static final int UNLIMITED = 0;

    private final ConcurrentHashMap<Long, Integer> openByClient = new ConcurrentHashMap<>();

    /** Counts one more connection of {@code client}, unless it has {@code limit} of them. Returns whether it was counted. */
    boolean enter(InetAddress client, int limit) {
        boolean[] entered = {false};
        openByClient.compute(Holder.keyOf(client), (key, open) -> {
            int before = open == null ? 0 : open;
            entered[0] = before < limit;
            return entered[0] ? before + 1 : before;
        });
        return entered[0];
    }

    /** Counts one less. */
    void leave(InetAddress client) {
        openByClient.computeIfPresent(Holder.keyOf(client), (key, open) -> open == 1 ? null : open - 1);
    }

    /** How many clients have any. */
    int clients() {
        return openByClient.size();
    }
}
