package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.server.text.Amounts;
import io.weir.transport.IdleBound;
import io.weir.socket.SocketBudget;
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
 */
public record MemoryBudget(List<Item> items, MemoryLimit limit, Item buffers, long maxDirectBytes) {

    /** One thing that needs memory, and how its size comes about. */
    public record Item(String name, long bytes) {}

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

    /** What the kernel keeps for a session whatever it does: its two sockets. */
    static final long STRUCTURE_BYTES_PER_SESSION = 2 * STRUCTURE_BYTES;

    // 64 connections with buffers of 16 KiB and 4 KiB asked for, 52 KiB each, and 17 in the backlog, 16 KiB each.
    private static final long ADMIN_BYTES = 4 * MIB;

    // On the heap before the first client: classes' constants, configuration, metrics, buffer slots, 2 MiB for log
    // lines. 10.7 MB seen.
    private static final long HEAP_BASE_BYTES = 12 * MIB;

    // The most that a client adds outside the parking, a WebSocket with its two connections: 5.7 KB seen on JDK 17,
    // with a short request line
    // for the log. The rest is for fields that not every client has, and for the collector to work in. Rows in
    // docs/memory.md, tests in HeapIT.
    private static final long HEAP_PER_SESSION_BYTES = 9 * 1024;

    public MemoryBudget {
        items = List.copyOf(items);
    }

    /** The budget of a proxy in this JVM, on this kernel. */
    public static MemoryBudget of(WeirSettings settings, MemoryLimit limit, JvmMemory jvm, KernelSockets kernel) {
        Item buffers = buffers(settings);
        List<Item> items = new ArrayList<>();
        items.add(buffers);
        items.addAll(fixed(settings, jvm));
        items.addAll(sockets(settings, kernel));
        return new MemoryBudget(items, limit, buffers, jvm.maxDirectBytes());
    }

    /** All items together. */
    public long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /** Whether that is no more than there is. */
    public boolean fits() {
        return bytes() <= limit.bytes() && fitsDirect();
    }

    /** The arithmetic, line by line, and what to do about it. */
    public List<String> explanation() {
        List<String> lines = new ArrayList<>(arithmetic());
        if (!fitsDirect()) {
            lines.add(line(" ", maxDirectBytes, "direct memory that the JVM allows, -XX:MaxDirectMemorySize"));
        }
        lines.add("Lower weir.limits.connections, weir.buffers.count, or the heap (WEIR_HEAP), or raise the limit.");
        return lines;
    }

    /** The arithmetic, line by line. */
    public List<String> arithmetic() {
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(line("+", item.bytes(), item.name())));
        lines.add(line("=", bytes(), "needed"));
        lines.add(line(" ", limit.bytes(), limit.source()));
        return lines;
    }

    /** The arithmetic in one line. */
    public String summary() {
        return Amounts.bytes(bytes()) + " at most, of " + Amounts.bytes(limit.bytes()) + " (" + limit.source() + ")";
    }

    /** What is needed whatever the number of buffers and connections. */
    static long fixedBytes(WeirSettings settings, JvmMemory jvm) {
        return fixed(settings, jvm).stream().mapToLong(Item::bytes).sum() + ADMIN_BYTES;
    }

    /** The kernel's structures for so many sessions, and for the connections kept for reuse. */
    static long structureBytes(int connections) {
        return connections * STRUCTURE_BYTES_PER_SESSION + IdleBound.most(connections) * STRUCTURE_BYTES;
    }

    /** What the kernel keeps for {@code queued} connections in backlogs, besides the buffers that it is asked for. */
    static long queuedBytes(long queued, SocketSettings sockets, KernelSockets kernel) {
        return queued * (STRUCTURE_BYTES + grownReceive(sockets, kernel));
    }

    /** What buffers of sessions that are left to the kernel may grow to. */
    static long grownBytes(int connections, SocketSettings sockets, KernelSockets kernel) {
        long send = sockets.sendBuffer() == 0 ? kernel.grownSend() : 0;
        return 2L * connections * (send + grownReceive(sockets, kernel));
    }

    private static long grownReceive(SocketSettings sockets, KernelSockets kernel) {
        return sockets.receiveBuffer() == 0 ? kernel.grownReceive() : 0;
    }

    /** How many sessions the heap holds, about. */
    static long sessionsOnHeap(WeirSettings settings, JvmMemory jvm) {
        long left = jvm.maxHeapBytes() - HEAP_BASE_BYTES - settings.limits().parkedBytes();
        return Math.max(0, left / HEAP_PER_SESSION_BYTES);
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

    private static List<Item> fixed(WeirSettings settings, JvmMemory jvm) {
        int threads = settings.effectiveEventLoops() + OTHER_THREADS;
        return List.of(
                new Item("Java heap, -Xmx", jvm.maxHeapBytes()),
                new Item("the JVM itself: classes, code (estimate)", jvm.ownBytes()),
                new Item("files of the JVM and the program, mapped (estimate)", FILE_BYTES),
                new Item("stacks of " + threads + " threads (estimate)", threads * THREAD_BYTES),
                new Item("Netty's own allocator, -D" + MemoryBounds.NETTY, jvm.nettyBytes()));
    }

    private static List<Item> sockets(WeirSettings settings, KernelSockets kernel) {
        int connections = settings.limits().connections();
        SocketSettings sockets = settings.sockets();
        List<Item> items = new ArrayList<>();
        items.add(new Item(
                "kernel: sockets of " + connections + " clients, and of admin",
                structureBytes(connections) + ADMIN_BYTES));
        int listeners = settings.listeners().size();
        SocketBudget budget = new SocketBudget(sockets, connections, listeners);
        if (budget.sessionBytes() > 0) {
            items.add(new Item(
                    "kernel: buffers of these sockets, weir.sockets.memory less the backlog's", budget.sessionBytes()));
        }
        items.add(backlog(sockets, budget, SocketBudget.queued(sockets, listeners), kernel));
        long grown = grownBytes(connections, sockets, kernel);
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
