package io.weir.socket;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the sockets of a session may be, and the receive buffers of connections in a backlog, so that the kernel's buffers of
 * all of them together stay within a bound. Pure arithmetic, immutable.
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
     * largest number for which the sum is within the bound, less what the backlog takes of it.
     *
     * The backlog. A connection is complete, and may be sent to, before it is accepted. It is born with the receive buffer that its
     * listener has then, and keeps it for life: Linux drops what was invited when a buffer shrinks, and does not give back what has
     * arrived. Let q be the number of connections that all backlogs hold, r(n) the receive buffer of a(n), b a cap. While n sessions
     * are open a listener has min(b, r(n)) or less; it is made smaller before, not after, the n-th is taken from the backlog. When a connection is accepted as n-th, its buffer grows to r(n) if it is smaller.
     *
     * Claim: the front receive buffers of all connections, open or in a backlog, never exceed q b + r(1) + ... + r(L), whatever the
     * order in which clients connect, are accepted and go, however long the process stands still in between.
     *
     * Proof: for every y at most as many connections have more than y as there are terms above y in that sum; the claim follows by
     * adding up over y. If y >= b, only those have more than y that were accepted at a count x or less, x being the last with
     * r(x) > y, and they are at most x as above. If y < b, each connection that has more than y was born, or accepted, at a moment
     * when at most x sessions were open. Take the last of these moments. All the others were there, in a backlog or open: at most
     * q + x.
     *
     * b is the largest size for which q b is within a quarter of the bound and leaves the least size to each session.
     */

    private static final int PARTS_PER_BACKLOG = 4;

    private final List<SocketSize> sizes;
    private final int connections;
    private final long queued;
    private final SocketSize largestQueued;
    private final long bound;
    private final long product;

    /**
     * The shares of at most {@code connections} sessions, which {@code listeners} accept.
     *
     * @throws IllegalArgumentException if the bound is too small even for the least size
     */
    public SocketBudget(SocketSettings settings, int connections, int listeners) {
        sizes = sizes(settings);
        this.connections = connections;
        queued = queued(settings, listeners);
        long least = leastBytes(settings, connections, listeners);
        if (settings.memory() < least) {
            throw new IllegalArgumentException("sockets.memory: " + settings.memory() + " (expected: >= " + least
                    + " for " + connections + " connections and " + queued + " in the backlog)");
        }
        long spare = settings.memory() - connections * leastBytes(settings);
        largestQueued = largestQueued(Math.min(spare, backlogPart(settings.memory())));
        bound = settings.memory() - backlogBytes();
        product = product();
    }

    /** How many connections the backlogs of all listeners hold: Linux keeps one more than it was asked for. */
    public static long queued(SocketSettings settings, int listeners) {
        return listeners * (settings.backlog() + 1L);
    }

    /** The part of {@link SocketSettings#memory()} that connections in a backlog may take, where more than the least is to be had. */
    public static long backlogPart(long memory) {
        return memory / PARTS_PER_BACKLOG;
    }

    /** What the kernel may charge for a connection in a backlog of the largest size. */
    public static long mostQueuedBytes(SocketSettings settings) {
        return SocketSize.of(0, settings).receivedBytes();
    }

    /** What the kernel may charge for a connection in a backlog of the least size. */
    public static long leastQueuedBytes(SocketSettings settings) {
        List<SocketSize> all = sizes(settings);
        return all.get(all.size() - 1).receivedBytes();
    }

    /** The least memory with which so many sessions and listeners are possible. */
    public static long leastBytes(SocketSettings settings, int connections, int listeners) {
        return connections * leastBytes(settings) + queued(settings, listeners) * leastQueuedBytes(settings);
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

    /**
     * The memory with which all sessions, and all connections in backlogs, have the largest size. A quarter of it, or less, is for the
     * backlogs.
     */
    public static long mostBytes(SocketSettings settings, int connections, int listeners) {
        long backlog = queued(settings, listeners) * mostQueuedBytes(settings);
        return Math.max(connections * mostBytes(settings) + backlog, PARTS_PER_BACKLOG * backlog);
    }

    /** The most that the buffers of all sockets can cost: no more than {@link SocketSettings#memory()}. */
    public long bytes() {
        return sessionBytes() + backlogBytes();
    }

    /** The most that the buffers of all sessions can cost. */
    public long sessionBytes() {
        return sum(product);
    }

    /** The most that the receive buffers of connections in backlogs can cost. */
    public long backlogBytes() {
        return queued * largestQueued.receivedBytes();
    }

    /** The receive buffer, in bytes asked for, of a connection in a backlog while few sessions are open; 0 if left to the kernel. */
    public int largestQueued() {
        return largestQueued.receiveBuffer();
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
    public SocketSize sizeAt(int open) {
        for (SocketSize size : sizes) {
            if (open <= lastOf(size, product)) {
                return size;
            }
        }
        return leastSize();
    }

    /** The size whose receive buffer a listener may have while so many sessions are open, one that is about to be accepted included. */
    public SocketSize queuedSizeAt(int open) {
        SocketSize size = sizeAt(Math.max(1, open));
        return size.index() < largestQueued.index() ? largestQueued : size;
    }

    private SocketSize largestQueued(long most) {
        return sizes.stream()
                .filter(size -> queued * size.receivedBytes() <= most)
                .findFirst()
                .orElse(leastSize());
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
