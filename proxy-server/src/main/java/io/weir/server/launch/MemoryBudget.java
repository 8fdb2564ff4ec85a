package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.server.config.ConfigHeap;
import io.weir.server.text.Amounts;
import io.weir.settings.Limits;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the process will need, item by item, against what it may use.
 *
 * @param items what needs memory
 * @param limit what there is for all of them
 * @param buffers the item that must also fit into {@code maxDirectBytes}
 * @param maxDirectBytes what the JVM lets direct memory be: {@code -XX:MaxDirectMemorySize}
 * @param heap what must also fit into {@code maxHeapBytes}, whatever the number of clients
 * @param maxHeapBytes the largest heap: {@code -Xmx}
 */
public record MemoryBudget(
        List<Item> items, MemoryLimit limit, Item buffers, long maxDirectBytes, Item heap, long maxHeapBytes) {

    /**
     * One thing that needs memory, and how its size comes about.
     *
     * @param parts what some of it is for; they are not added
     */
    public record Item(String name, long bytes, List<Item> parts) {

        public Item {
            parts = List.copyOf(parts);
        }

        Item(String name, long bytes) {
            this(name, bytes, List.of());
        }
    }

    private static final long MIB = 1L << 20;

    // Pages of libjvm, the class archive and the program, 20 to 23 MiB. The kernel gives them up before it ends a
    // process, but
    // with 5 MiB of them requests took seconds.
    private static final long FILE_BYTES = 24 * MIB;

    // The stack of a thread is reserved in full, but only what was once used is memory.
    private static final long THREAD_BYTES = 128 * 1024L;

    // Threads that are always there: main, signal, compiler, collector, admin, access log.
    private static final int OTHER_THREADS = 20;

    // What the kernel keeps for an open socket: tcp_sock, inode, file, dentry, epoll. Linux 6.18: 3,986 bytes.
    private static final long STRUCTURE_BYTES = 4096;

    /** What the kernel keeps for a client with an exchange, besides buffers: two sockets. */
    static final long STRUCTURE_BYTES_PER_CLIENT = 2 * STRUCTURE_BYTES;

    // 64 connections with buffers of 16 KiB and 4 KiB asked for, 52 KiB each, and 45 in the backlog, 16 KiB each.
    private static final long ADMIN_BYTES = 4 * MIB;

    // On the heap before the first client and beside the configuration: classes' constants, metrics, buffer slots, 2
    // MiB for log lines. 10.4 MB seen.
    private static final long HEAP_BASE_BYTES = 12 * MIB - ConfigHeap.SMALL_BYTES;

    // What each adds at most outside the parking; seen on JDK 17: 2.9 KB for a session and its front connection, 0.8 KB
    // for an
    // exchange, with 0.25 KB for a short request line for the log, 2 KB for a back connection. The rest is for fields
    // that
    // few have, and nearly a third for the collector to work in. Rows in docs/memory.md, tests in HeapIT.
    private static final long HEAP_PER_FRONT_BYTES = 4 * 1024;
    private static final long HEAP_PER_EXCHANGE_BYTES = 2 * 1024;
    private static final long HEAP_PER_BACK_BYTES = 3 * 1024;

    public MemoryBudget {
        items = List.copyOf(items);
    }

    /** The budget of a proxy in this JVM, on this kernel. */
    public static MemoryBudget of(
            WeirSettings settings, ConfigHeap configurations, MemoryLimit limit, JvmMemory jvm, KernelSockets kernel) {
        Item buffers = buffers(settings);
        List<Item> items = new ArrayList<>();
        items.add(buffers);
        items.addAll(fixed(settings, configurations, jvm));
        items.addAll(sockets(settings, kernel));
        Item heap = new Item(
                "heap without clients: configuration, program, weir.limits.parked-bytes",
                HEAP_BASE_BYTES
                        + configurations.leastBytes()
                        + settings.limits().parkedBytes());
        return new MemoryBudget(items, limit, buffers, jvm.maxDirectBytes(), heap, jvm.maxHeapBytes());
    }

    /** All items together. */
    public long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /** Whether that is no more than there is. */
    public boolean fits() {
        return bytes() <= limit.bytes() && fitsDirect() && fitsHeap();
    }

    /** The arithmetic, line by line, and what to do about it. */
    public List<String> explanation() {
        List<String> lines = new ArrayList<>(arithmetic());
        if (!fitsDirect()) {
            lines.add(line(" ", maxDirectBytes, "direct memory that the JVM allows, -XX:MaxDirectMemorySize"));
        }
        if (!fitsHeap()) {
            lines.add(line(" ", heap.bytes(), heap.name()));
            lines.add(line(
                    " ", maxHeapBytes, "heap that the JVM allows, -Xmx: a larger one, or a smaller configuration"));
        }
        lines.add("Lower weir.limits.connections, weir.buffers.count, or the heap (WEIR_HEAP), or raise the limit.");
        return lines;
    }

    /** The arithmetic, line by line. */
    public List<String> arithmetic() {
        List<String> lines = new ArrayList<>();
        for (Item item : items) {
            lines.add(line("+", item.bytes(), item.name()));
            item.parts().forEach(part -> lines.add(line(" ", part.bytes(), "  of it: " + part.name())));
        }
        lines.add(line("=", bytes(), "needed"));
        lines.add(line(" ", limit.bytes(), limit.source()));
        return lines;
    }

    /** The arithmetic in one line. */
    public String summary() {
        return Amounts.bytes(bytes()) + " at most, of " + Amounts.bytes(limit.bytes()) + " (" + limit.source() + ")";
    }

    /** What is needed whatever the number of buffers and connections. */
    static long fixedBytes(WeirSettings settings, ConfigHeap configurations, JvmMemory jvm) {
        return fixed(settings, configurations, jvm).stream()
                        .mapToLong(Item::bytes)
                        .sum()
                + ADMIN_BYTES;
    }

    /** The kernel's structures for so many front and back connections, idle ones included. */
    static long structureBytes(SocketCounts most) {
        return most.open() * STRUCTURE_BYTES;
    }

    /** What the kernel keeps for {@code queued} connections in backlogs, besides the buffers that it is asked for. */
    static long queuedBytes(long queued, SocketSettings sockets, KernelSockets kernel) {
        return queued * (STRUCTURE_BYTES + grownReceive(sockets, kernel));
    }

    /** What buffers of so many front and back connections may grow to if they are left to the kernel. */
    static long grownBytes(SocketCounts most, SocketSettings sockets, KernelSockets kernel) {
        long send = sockets.sendBuffer() == 0 ? kernel.grownSend() : 0;
        return most.inUse() * (send + grownReceive(sockets, kernel));
    }

    private static long grownReceive(SocketSettings sockets, KernelSockets kernel) {
        return sockets.receiveBuffer() == 0 ? kernel.grownReceive() : 0;
    }

    /** How many clients the heap holds, about, each with an exchange that has a back connection. */
    static long clientsOnHeap(WeirSettings settings, ConfigHeap configurations, JvmMemory jvm) {
        long left = jvm.maxHeapBytes()
                - HEAP_BASE_BYTES
                - configurations.bytes()
                - settings.limits().parkedBytes();
        long fits = 0;
        long tooMany = Limits.MAX_CONNECTIONS + 1L;
        while (tooMany - fits > 1) {
            int middle = (int) ((fits + tooMany) / 2);
            Limits limits = settings.limits().withConnections(middle);
            long needed = onHeap(limits, WeirSettings.socketCounts(limits, 0)).stream()
                    .mapToLong(Item::bytes)
                    .sum();
            if (needed <= left) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    private static List<Item> onHeap(Limits limits, SocketCounts most) {
        return List.of(
                new Item(most.fronts() + " front connections", most.fronts() * HEAP_PER_FRONT_BYTES),
                new Item(limits.exchanges() + " exchanges", limits.exchanges() * HEAP_PER_EXCHANGE_BYTES),
                new Item(most.openBacks() + " back connections", most.openBacks() * HEAP_PER_BACK_BYTES));
    }

    private boolean fitsHeap() {
        return heap.bytes() <= maxHeapBytes;
    }

    private boolean fitsDirect() {
        return buffers.bytes() <= maxDirectBytes;
    }

    private static Item buffers(WeirSettings settings) {
        int loops = settings.effectiveEventLoops();
        String sum = "buffers: (" + settings.buffers().count() + " + "
                + settings.buffers().reserve() + " x " + loops + " event loops) x "
                + Amounts.exactBytes(settings.buffers().size());
        return new Item(sum, settings.buffers().limits(loops).bytes());
    }

    private static List<Item> fixed(WeirSettings settings, ConfigHeap configurations, JvmMemory jvm) {
        List<Item> onHeap = new ArrayList<>();
        onHeap.add(new Item(
                "configurations: one, up to " + (configurations.generations() - 1) + " before it, and the next",
                configurations.bytes()));
        onHeap.addAll(onHeap(settings.limits(), settings.socketCounts()));
        int threads = settings.effectiveEventLoops() + OTHER_THREADS;
        return List.of(
                new Item("Java heap, -Xmx", jvm.maxHeapBytes(), onHeap),
                new Item("the JVM itself: classes, code (estimate)", jvm.ownBytes()),
                new Item("files of the JVM and the program, mapped (estimate)", FILE_BYTES),
                new Item("stacks of " + threads + " threads (estimate)", threads * THREAD_BYTES),
                new Item("Netty's own allocator, -D" + MemoryBounds.NETTY, jvm.nettyBytes()));
    }

    private static List<Item> sockets(WeirSettings settings, KernelSockets kernel) {
        SocketCounts most = settings.socketCounts();
        SocketSettings sockets = settings.sockets();
        SocketBudget budget = new SocketBudget(sockets, most);
        List<Item> items = new ArrayList<>();
        items.add(new Item(
                "kernel: sockets of " + most.fronts() + " front connections, and of admin",
                most.fronts() * STRUCTURE_BYTES + ADMIN_BYTES));
        items.add(new Item(
                "kernel: sockets of " + most.openBacks() + " back connections, " + most.backs()
                        + " of them for exchanges",
                most.openBacks() * STRUCTURE_BYTES));
        if (budget.frontBytes() + budget.backBytes() > 0) {
            items.add(new Item("kernel: buffers of front connections, from weir.sockets.memory", budget.frontBytes()));
            items.add(new Item("kernel: buffers of back connections, from weir.sockets.memory", budget.backBytes()));
        }
        items.add(backlog(sockets, budget, SocketBudget.queued(sockets, most.listeners()), kernel));
        long grown = grownBytes(most, sockets, kernel);
        if (grown > 0) {
            items.add(new Item("kernel: buffers left to the kernel, net.ipv4.tcp_wmem and tcp_rmem", grown));
        }
        return items;
    }

    private static Item backlog(SocketSettings sockets, SocketBudget budget, long queued, KernelSockets kernel) {
        String receive =
                budget.largestQueued() == 0 ? "left to the kernel" : Amounts.exactBytes(budget.largestQueued());
        return new Item(
                "kernel: " + queued + " connections not accepted yet, receive buffer " + receive
                        + ", weir.sockets.backlog + 1 per listener",
                queuedBytes(queued, sockets, kernel) + budget.backlogBytes());
    }

    private static String line(String sign, long bytes, String name) {
        return String.format(Locale.ROOT, "%s %11s  %s", sign, Amounts.bytes(bytes), name);
    }
}
