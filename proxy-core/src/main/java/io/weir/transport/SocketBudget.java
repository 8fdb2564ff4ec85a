package io.weir.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the sockets of a session may be, so that the kernel's buffers of all sessions together stay within a bound. Pure
 * arithmetic, immutable.
 */
public final class SocketBudget {
    /*
     * Who comes n-th gets a share a(n) that falls with n, and keeps it. Nobody is ever made smaller: Linux drops what a peer was
     * invited to send when a receive buffer shrinks.
     *
     * Claim: the shares of all sessions that are open never exceed a(1) + ... + a(L), whatever the order in which L at most of
     * them come and go.
     *
     * Proof: take those of the open sessions that came when at most x were open, themselves included. When the last of them came
     * all the others were open, so they are at most x. Sort the open sessions by the count at which they came: the i-th came at a
     * count of i or more. As a() never rises it has at most a(i).
     *
     * A back connection gets its half of the share when it is taken into use, by the count of that moment, and gives it up when
     * the exchange is over. The same proof holds: when the last of the group was taken, the sessions of all the others were open.
     * So a kept connection may be used again only if it is not larger than one opened now would be.
     *
     * a(n) = P/n between the largest and the least size, rounded down to a size that is the largest halved some times. P is the
     * largest number for which the sum is within the bound.
     */

    private final List<SocketSize> sizes;
    private final int connections;
    private final long bound;
    private final long product;

    /**
     * The shares of at most {@code connections} sessions.
     *
     * @throws IllegalArgumentException if the bound is too small even for the least size
     */
    public SocketBudget(SocketSettings settings, int connections) {
        sizes = sizes(settings);
        this.connections = connections;
        this.bound = settings.memory();
        long least = connections * leastBytes(settings);
        if (bound < least) {
            throw new IllegalArgumentException(
                    "sockets.memory: " + bound + " (expected: >= " + least + " for " + connections + " connections)");
        }
        product = product();
    }

    /** What the kernel may charge for the buffers of a session of the largest size. */
    public static long mostBytes(SocketSettings settings) {
        return SocketSize.of(0, settings).bytes();
    }

    /** What the kernel may charge for the buffers of a session of the least size. */
    public static long leastBytes(SocketSettings settings) {
        List<SocketSize> all = sizes(settings);
        return all.get(all.size() - 1).bytes();
    }

    /** The most that the buffers of all sessions can cost: no more than {@link SocketSettings#memory()}. */
    public long bytes() {
        return sum(product);
    }

    /** How many sessions at the same time get the largest size. */
    public int largest() {
        return (int) Math.min(connections, lastOf(sizes.get(0), product));
    }

    /** What the two sockets of a session may cost that comes, or goes on, when {@code open} are open, itself included. */
    public long shareBytes(int open) {
        return sizeAt(open).bytes();
    }

    /** The size of a socket that comes into use when so many sessions are open. */
    SocketSize sizeAt(int open) {
        for (SocketSize size : sizes) {
            if (open <= lastOf(size, product)) {
                return size;
            }
        }
        return leastSize();
    }

    /** How many sizes there are; the indexes of all are smaller. */
    int sizeCount() {
        return sizes.size();
    }

    private SocketSize leastSize() {
        return sizes.get(sizes.size() - 1);
    }

    private static List<SocketSize> sizes(SocketSettings settings) {
        List<SocketSize> sizes = new ArrayList<>();
        do {
            sizes.add(SocketSize.of(sizes.size(), settings));
        } while (!sizes.get(sizes.size() - 1).isLeast());
        return List.copyOf(sizes);
    }

    private long product() {
        long fits = 0;
        long tooLarge = connections * sizes.get(0).bytes() + 1;
        while (tooLarge - fits > 1) {
            long middle = (fits + tooLarge) >>> 1;
            if (sum(middle) <= bound) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }

    private long sum(long ofProduct) {
        long sum = 0;
        long before = 0;
        for (SocketSize size : sizes) {
            long last = size.isLeast() ? connections : Math.min(connections, lastOf(size, ofProduct));
            sum += Math.max(0, last - before) * size.bytes();
            before = Math.max(before, last);
        }
        return sum;
    }

    /** The highest count of open sessions at which a session gets this size or a larger one. */
    private static long lastOf(SocketSize size, long ofProduct) {
        return size.bytes() == 0 ? Long.MAX_VALUE : ofProduct / size.bytes();
    }
}
