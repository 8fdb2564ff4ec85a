package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.socket.SocketCounts;
import io.weir.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The file descriptors that the process will need, item by item, against how many it may have.
 *
 * @param items what needs descriptors
 * @param limit how many there are for all of them
 */
public record DescriptorBudget(List<Item> items, long limit) {

    /** One thing that needs descriptors. */
    public record Item(String name, long count) {}

    /** What raises the limit, for people. */
    static final String HOW_TO_RAISE = "ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of docker";

    private static final int PER_EVENT_LOOP = 2;
    // Its address and its Unix socket.
    private static final int ADMIN_LISTENERS = 2;
    private static final int ADMIN_CONNECTIONS = 64;
    private static final int ADMIN_PART = 8;

    // What the JVM opens later: classes, control group, zone and host files, /proc for the metrics, a diagnostic
    // command.
    private static final int SPARE = 16;

    public DescriptorBudget {
        items = List.copyOf(items);
    }

    /** The budget of a proxy with an admin listener. */
    static DescriptorBudget of(WeirSettings settings, FileDescriptors there) {
        SocketCounts most = settings.socketCounts();
        List<Item> items = fixed(settings, there);
        items.add(new Item("connections of clients", most.fronts()));
        items.add(new Item("connections to servers, one for each exchange", most.backs()));
        items.add(new Item("connections to servers kept for reuse", most.spareBacks()));
        return new DescriptorBudget(items, there.limit());
    }

    /** The most clients with an exchange each for which there are descriptors; 0 if there are none for a single one. */
    static int mostClients(WeirSettings settings, FileDescriptors there) {
        long left = there.limit() - sum(fixed(settings, there));
        long fits = 0;
        long tooMany = Math.min(Integer.MAX_VALUE, Math.max(0, left) + 1);
        while (tooMany - fits > 1) {
            long middle = (fits + tooMany) / 2;
            if (new SocketCounts((int) middle, (int) middle, 0).open() <= left) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return (int) fits;
    }

    /** How many connections the admin listener may have: 64, but no more than an eighth of all descriptors. */
    public static int adminConnections(FileDescriptors there) {
        return (int) Math.max(1, Math.min(ADMIN_CONNECTIONS, there.limit() / ADMIN_PART));
    }

    /** All items together. */
    public long count() {
        return sum(items);
    }

    /** Whether that is no more than there are. */
    public boolean fits() {
        return count() <= limit;
    }

    /** The arithmetic in one line. */
    public String summary() {
        return count() + " descriptors at most, of " + (limit == Long.MAX_VALUE ? "any number" : limit);
    }

    /** The arithmetic, line by line, and what to do about it. */
    public List<String> explanation() {
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(line("+", item.count(), item.name())));
        lines.add(line("=", count(), "needed"));
        lines.add(line(" ", limit, "open files that the process may have"));
        lines.add("Raise the limit (" + HOW_TO_RAISE + "), or lower weir.limits.connections or weir.event-loops.");
        return lines;
    }

    private static List<Item> fixed(WeirSettings settings, FileDescriptors there) {
        int loops = settings.effectiveEventLoops() + 1;
        int listeners = settings.socketCounts().listeners() + ADMIN_LISTENERS;
        List<Item> items = new ArrayList<>();
        items.add(new Item("open at start: the JVM, its files, standard streams", there.open()));
        items.add(new Item(loops + " event loops, one of them of admin", (long) PER_EVENT_LOOP * loops));
        items.add(new Item(listeners + " listeners, those of admin among them", listeners));
        items.add(new Item("connections to admin", adminConnections(there)));
        items.add(new Item("kept back for connections to servers", Transport.RESERVED_DESCRIPTORS));
        items.add(new Item("files that the JVM opens later (estimate)", SPARE));
        return items;
    }

    private static long sum(List<Item> items) {
        return items.stream().mapToLong(Item::count).sum();
    }

    private static String line(String sign, long count, String name) {
        return String.format(Locale.ROOT, "%s %7d  %s", sign, count, name);
    }
}
