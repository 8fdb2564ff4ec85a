package io.weir.socket;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the sockets of front and back connections may be, and the receive buffers of connections in a backlog, so that the kernel's
 * buffers of all of them together stay within a bound. Pure arithmetic, immutable.
 */
public final class SocketBudget {
    /*
     * Shares. Front and back connections are two kinds that are counted apart. The n-th connection of a kind gets a share a(n) that falls
     * with n. No connection is ever made smaller: Linux drops what a peer was invited to send when a receive buffer shrinks.
     *
     * Claim: let at most M connections of a kind be counted at the same time, and let each have at most a(n), n being a number that is not
     * below the count of the moment in which it was counted, itself included. Then the shares of all that are counted never exceed
     * a(1) + ... + a(M), whatever the order in which they come and go.
     *
     * Proof: take those of them that came at a count of at most x. When the last of these came, all the others were counted, so they are
     * at most x. Sort the connections by the count at which they came: the i-th came at a count of i or more. As a() never rises it has
     * at most a(i).
     *
     * Fronts. A front connection is counted before it is accepted, until its session has been told of its end. M is F, the limit of
     * admission.
     *
     * Backs. A back connection is counted while it is in use or being opened (BackCount). M is B, the most exchanges: an exchange has one
     * back connection at most, and gives it up before it ends. An idle back connection holds no bytes (a byte from its server ends it) and
     * has no share. So each use is a coming of its own, and an idle connection may be used again only if it is not larger than a(n) of that
     * moment.
     *
     * Sizes. a(n) = P/n between the largest and the least size, rounded down to a size that is the largest halved some times. P is the same
     * for both kinds, the largest number for which a(1) + ... + a(F) and a(1) + ... + a(B) together are within the bound, less what the
     * backlog takes of it. With F = B the n-th client and the n-th connection to a server have sockets of one size.
     *
     * The backlog. A connection is complete, and may be sent to, before it is accepted. It is born with the receive buffer that its
     * listener has then, and keeps it for life: Linux drops what was invited when a buffer shrinks, and does not give back what has
     * arrived. Let q be the number of connections that all backlogs hold, r(n) the receive buffer of a(n), b a cap. While n fronts
     * are open a listener has min(b, r(n)) or less; it is made smaller before, not after, the n-th is taken from the backlog. When a
     * connection is accepted as n-th, its buffer grows to r(n) if it is smaller.
     *
     * Claim: the front receive buffers of all connections, open or in a backlog, never exceed q b + r(1) + ... + r(F), whatever the
     * order in which clients connect, are accepted and go, however long the process stands still in between.
     *
     * Proof: for every y at most as many connections have more than y as there are terms above y in that sum; the claim follows by
     * adding up over y. If y >= b, only those have more than y that were accepted at a count x or less, x being the last with
     * r(x) > y, and they are at most x as above. If y < b, each connection that has more than y was born, or accepted, at a moment
     * when at most x fronts were open. Take the last of these moments. All the others were there, in a backlog or open: at most
     * q + x.
     *
     * b is the largest size for which q b is within a quarter of the bound and leaves the least size to each connection.
     */

    private static final int PARTS_PER_BACKLOG = 4;

    private final List<SocketSize> sizes;
    private final SocketCounts most;
    private final long queued;
    private final SocketSize largestQueued;
    private final long bound;
    private final long product;

    /**
     * The shares of at most so many connections.
     *
     * @throws IllegalArgumentException if the bound is too small even for the least size
     */
    public SocketBudget(SocketSettings settings, SocketCounts most) {
        sizes = sizes(settings);
        this.most = most;
        queued = queued(settings, most.listeners());
        long least = leastBytes(settings, most);
        if (settings.memory() < least) {
            throw new IllegalArgumentException("sockets.memory: " + settings.memory() + " (expected: >= " + least
                    + " for " + most.fronts() + " front connections, " + most.backs() + " back connections and "
                    + queued
                    + " in the backlog)");
        }
        long spare = settings.memory() - most.inUse() * leastSocketBytes(settings);
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
        return leastSize(sizes(settings)).receivedBytes();
    }

    /** What the kernel may charge for the two buffers of a socket of the largest size. */
    public static long mostSocketBytes(SocketSettings settings) {
        return SocketSize.of(0, settings).bytes();
    }

    /** What the kernel may charge for the two buffers of a socket of the least size. */
    public static long leastSocketBytes(SocketSettings settings) {
        return leastSize(sizes(settings)).bytes();
    }

    /** The least memory with which so many connections and backlogs are possible. */
    public static long leastBytes(SocketSettings settings, SocketCounts counts) {
        return counts.inUse() * leastSocketBytes(settings)
                + queued(settings, counts.listeners()) * leastQueuedBytes(settings);
    }

    /**
     * The memory with which all connections, those in backlogs included, have the largest size. A quarter of it, or less, is for the
     * backlogs.
     */
    public static long mostBytes(SocketSettings settings, SocketCounts counts) {
        long backlog = queued(settings, counts.listeners()) * mostQueuedBytes(settings);
        return Math.max(counts.inUse() * mostSocketBytes(settings) + backlog, PARTS_PER_BACKLOG * backlog);
    }

    /** The most that the buffers of all sockets can cost: no more than {@link SocketSettings#memory()}. */
    public long bytes() {
        return frontBytes() + backBytes() + backlogBytes();
    }

    /** The most that the buffers of all front connections can cost. */
    public long frontBytes() {
        return sum(most.fronts(), product);
    }

    /** The most that the buffers of all back connections can cost. */
    public long backBytes() {
        return sum(most.backs(), product);
    }

    /** The most that the receive buffers of connections in backlogs can cost. */
    public long backlogBytes() {
        return queued * largestQueued.receivedBytes();
    }

    /** The receive buffer, in bytes asked for, of a connection in a backlog while few clients are connected; 0 if left to the kernel. */
    public int largestQueued() {
        return largestQueued.receiveBuffer();
    }

    /** How many connections of a kind get the largest size, if so many are counted at the same time. */
    public int largest() {
        return (int) Math.min(Math.max(most.fronts(), most.backs()), lastOf(sizes.get(0), product));
    }

    /** What the socket may cost that comes {@code n}-th of its kind. */
    public long shareBytes(int n) {
        return sizeAt(n).bytes();
    }

    /** The size of a socket that comes {@code n}-th of its kind, front or back. */
    public SocketSize sizeAt(int n) {
        for (SocketSize size : sizes) {
            if (n <= lastOf(size, product)) {
                return size;
            }
        }
        return leastSize(sizes);
    }

    /** The size whose receive buffer a listener may have while so many fronts are open, one that is about to be accepted included. */
    public SocketSize queuedSizeAt(int fronts) {
        SocketSize size = sizeAt(Math.max(1, fronts));
        return size.index() < largestQueued.index() ? largestQueued : size;
    }

    private SocketSize largestQueued(long most) {
        return sizes.stream()
                .filter(size -> queued * size.receivedBytes() <= most)
                .findFirst()
                .orElse(leastSize(sizes));
    }

    private static SocketSize leastSize(List<SocketSize> all) {
        return all.get(all.size() - 1);
    }

    private static List<SocketSize> sizes(SocketSettings settings) {
        List<SocketSize> sizes = new ArrayList<>();
        do {
            sizes.add(SocketSize.of(sizes.size(), settings));
        } while (!leastSize(sizes).isLeast());
        return List.copyOf(sizes);
    }

    private long product() {
        long fits = 0;
        long tooLarge = Math.max(most.fronts(), most.backs()) * sizes.get(0).bytes() + 1;
        while (tooLarge - fits > 1) {
            long middle = (fits + tooLarge) >>> 1;
            if (sum(most.fronts(), middle) + sum(most.backs(), middle) <= bound) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }

    private long sum(int count, long ofProduct) {
        long sum = 0;
        long before = 0;
        for (SocketSize size : sizes) {
            long last = size.isLeast() ? count : Math.min(count, lastOf(size, ofProduct));
            sum += Math.max(0, last - before) * size.bytes();
            before = Math.max(before, last);
        }
        return sum;
    }

    /** The highest count at which a connection gets this size or a larger one. */
    private static long lastOf(SocketSize size, long ofProduct) {
        return size.bytes() == 0 ? Long.MAX_VALUE : ofProduct / size.bytes();
    }
}
