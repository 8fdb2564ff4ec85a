package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.server.text.Amounts;
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

    // Classes, compiled code, symbols, compiler and collector. Native memory tracking showed 46 to 62 MiB under load,
    // on
    // JDK 17 and 25.
    private static final long JVM_BYTES = 72 * MIB;

    // The stack of a thread is reserved in full, but only what was once used is memory.
    private static final long THREAD_BYTES = 256 * 1024L;

    // Threads that are always there: main, signal, compiler, collector, admin, access log.
    private static final int OTHER_THREADS = 20;

    // Small writes of our own: heads, error pages, metrics.
    private static final long NETTY_BYTES = 8 * MIB;

    public MemoryBudget {
        items = List.copyOf(items);
    }

    /** The budget of a proxy in this JVM. */
    public static MemoryBudget of(WeirSettings settings, MemoryLimit limit, JvmMemory jvm) {
        Item buffers = buffers(settings);
        List<Item> items = new ArrayList<>();
        items.add(buffers);
        items.add(new Item("Java heap, -Xmx", jvm.maxHeapBytes()));
        items.add(new Item("the JVM itself: classes, code (estimate)", JVM_BYTES));
        items.add(threads(settings));
        items.add(new Item("Netty, small writes (estimate)", NETTY_BYTES));
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
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(line("+", item.bytes(), item.name())));
        lines.add(line("=", bytes(), "needed"));
        lines.add(line(" ", limit.bytes(), limit.source()));
        if (!fitsDirect()) {
            lines.add(line(" ", maxDirectBytes, "direct memory that the JVM allows, -XX:MaxDirectMemorySize"));
        }
        lines.add("Lower weir.buffers.count, or the heap (WEIR_HEAP), or raise the limit.");
        return lines;
    }

    /** The arithmetic in one line. */
    public String summary() {
        long rest = bytes() - buffers.bytes() - items.get(1).bytes();
        return Amounts.bytes(buffers.bytes()) + " buffers + "
                + Amounts.bytes(items.get(1).bytes()) + " heap + "
                + Amounts.bytes(rest) + " JVM (estimate) = " + Amounts.bytes(bytes()) + " of "
                + Amounts.bytes(limit.bytes()) + " (" + limit.source() + ")";
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

    private static Item threads(WeirSettings settings) {
        int threads = settings.effectiveEventLoops() + OTHER_THREADS;
        return new Item("stacks of " + threads + " threads (estimate)", threads * THREAD_BYTES);
    }

    private static String line(String sign, long bytes, String name) {
        return String.format(Locale.ROOT, "%s %11s  %s", sign, Amounts.bytes(bytes), name);
    }
}
