package io.weir.server.launch;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.server.config.Automatic;
import io.weir.server.config.ConfigHeap;
import io.weir.server.config.ProgramSettings;
import io.weir.server.text.Amounts;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a configuration comes to on this machine: everything automatic worked out, and the sum.
 *
 * @param settings with nothing automatic any more
 * @param configurations the heap that is set aside for them
 * @param budget the sum against the limit
 * @param descriptors the sum of file descriptors against their limit
 * @param notes what is less than was asked for, for people
 */
public record MemoryPlan(
        ProgramSettings settings,
        ConfigHeap configurations,
        MemoryBudget budget,
        DescriptorBudget descriptors,
        List<String> notes) {
    /*
     * The order: what is fixed first (heap, JVM, Netty, admin), then buffers.count, then sockets.backlog, then limits.connections,
     * then sockets.memory. Each takes from what the ones before left. What is given is taken as given, whether it fits or not: the
     * sum tells.
     *
     *   buffers.count       a quarter of what is left, from 64 to 16384
     *   sockets.backlog     as many as a quarter of the memory for sockets holds with the largest receive buffer, from 64 to 1024;
     *                       fewer only where a quarter does not hold 64 of the least
     *   limits.connections  half of what is left is for the least that clients need; at most 10000; at most what the heap holds;
     *                       at most what half of the kernel's threshold for TCP memory holds
     *   sockets.memory      the rest, but no more than half of the kernel's threshold, than all connections at the largest size
     *                       take, and no less than all connections at the least size take
     *
     * Connections, given or not, are lowered to those for which there are file descriptors: a client that is accepted can then be connected
     * to its server. With descriptors for fewer than 8 clients, and fewer than were asked for, the sum is that of 8 and does not fit.
     *
     * Past the threshold the kernel holds back every socket of the machine: a stall for everybody. Hence half of it.
     */

    private static final int LEAST_COUNT = 64;
    private static final int MOST_COUNT = 16_384;
    private static final int COUNT_PART = 4;
    private static final int LEAST_CONNECTIONS = 16;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int LEAST_WITH_DESCRIPTORS = 8;
    private static final int PART = 2;
    // Of what is left for sockets a quarter at most is for their structures.
    private static final int STRUCTURE_PARTS = 4;
    private static final int LEAST_BACKLOG = 64;
    private static final int MOST_BACKLOG = 1024;

    public MemoryPlan {
        notes = List.copyOf(notes);
    }

    /** The plan for this process. */
    public static MemoryPlan of(ProgramSettings asked) {
        return of(asked, MemoryLimit.detect(), JvmMemory.current(), KernelSockets.detect(), FileDescriptors.detect());
    }

    /** The plan for a process that may use so much, in a JVM that was told so, on such a kernel, with such descriptors. */
    static MemoryPlan of(
            ProgramSettings asked, MemoryLimit there, JvmMemory jvm, KernelSockets kernel, FileDescriptors files) {
        List<String> notes = new ArrayList<>();
        MemoryLimit limit = limit(asked, there, notes);
        WeirSettings given = asked.weir();
        Set<Automatic> automatic = asked.automatic();
        ConfigHeap configurations = ConfigHeap.of(asked, jvm.maxHeapBytes());
        SocketSettings sockets = asFarAsTheKernelGoes(given, kernel, notes);
        long left = limit.bytes() - MemoryBudget.fixedBytes(given, configurations, jvm);
        BufferSettings buffers = given.buffers();
        if (automatic.contains(Automatic.BUFFER_COUNT)) {
            buffers = buffers.withCount(count(buffers, left));
        }
        left -= buffers.limits(given.effectiveEventLoops()).bytes();
        boolean memoryGiven = !automatic.contains(Automatic.SOCKET_MEMORY);
        if (automatic.contains(Automatic.BACKLOG)) {
            sockets = sockets.withBacklog(backlog(asked, sockets, left, kernel));
        }
        int listeners = given.socketCounts().listeners();
        left -= MemoryBudget.queuedBytes(SocketBudget.queued(sockets, listeners), sockets, kernel);
        int connections = given.limits().connections();
        if (automatic.contains(Automatic.CONNECTIONS)) {
            connections = connections(
                    given, sockets, left, memoryGiven, MemoryBudget.clientsOnHeap(given, configurations, jvm), kernel);
        }
        connections = asFarAsDescriptorsGo(connections, given, files, notes);
        if (!memoryGiven) {
            SocketCounts most = WeirSettings.socketCounts(given.limits().withConnections(connections), listeners);
            left -= MemoryBudget.structureBytes(most) + MemoryBudget.grownBytes(most, sockets, kernel);
            sockets = sockets.withMemory(memory(sockets, most, left, kernel));
        }
        WeirSettings weir = given.withBuffers(buffers)
                .withSockets(sockets.withMemory(Long.MAX_VALUE))
                .withLimits(given.limits().withConnections(connections).withGenerations(configurations.generations()))
                .withSockets(sockets);
        note(weir, MemoryBudget.clientsOnHeap(weir, configurations, jvm), kernel, notes);
        return new MemoryPlan(
                asked.resolved(weir),
                configurations,
                MemoryBudget.of(weir, configurations, limit, jvm, kernel),
                DescriptorBudget.of(weir, files),
                notes);
    }

    // Whoever states it knows better: the estimates are for the worst case, and other programs may need a part of what
    // there is.
    private static MemoryLimit limit(ProgramSettings asked, MemoryLimit there, List<String> notes) {
        if (asked.memory().isEmpty()) {
            return there;
        }
        long stated = asked.memory().getAsLong();
        if (stated > there.bytes()) {
            notes.add("weir.memory: " + Amounts.bytes(stated) + " is more than there is (" + there.source() + ", "
                    + Amounts.bytes(there.bytes()) + "); if all of it is needed the kernel ends the process");
        }
        return new MemoryLimit(stated, "weir.memory");
    }

    private static int count(BufferSettings buffers, long left) {
        return (int) Math.max(LEAST_COUNT, Math.min(MOST_COUNT, left / COUNT_PART / buffers.size()));
    }

    private static int backlog(ProgramSettings asked, SocketSettings sockets, long left, KernelSockets kernel) {
        boolean memoryGiven = !asked.automatic().contains(Automatic.SOCKET_MEMORY);
        long memory = memoryGiven
                ? sockets.memory()
                : Math.min(left / STRUCTURE_PARTS * (STRUCTURE_PARTS - 1), kernel.throttledBytes() / PART);
        long part = SocketBudget.backlogPart(memory);
        if (memoryGiven && !asked.automatic().contains(Automatic.CONNECTIONS)) {
            part = Math.min(
                    part, memory - asked.weir().socketCounts().inUse() * SocketBudget.leastSocketBytes(sockets));
        }
        int listeners = asked.weir().socketCounts().listeners();
        long least = Math.min(LEAST_BACKLOG, fit(part, SocketBudget.leastQueuedBytes(sockets), listeners));
        long most = Math.min(MOST_BACKLOG, fit(part, SocketBudget.mostQueuedBytes(sockets), listeners));
        return (int) Math.max(1, Math.max(least, most));
    }

    // The kernel keeps one more for each listener than it is asked for.
    private static long fit(long part, long each, int listeners) {
        return each == 0 ? LEAST_BACKLOG : part / listeners / each - 1;
    }

    private static int connections(
            WeirSettings given,
            SocketSettings sockets,
            long left,
            boolean memoryGiven,
            long onHeap,
            KernelSockets kernel) {
        long least = SocketBudget.leastBytes(sockets, SocketCounts.ONE_CLIENT);
        long backlog = SocketBudget.leastBytes(
                sockets, new SocketCounts(0, 0, given.socketCounts().listeners()));
        long buffers = memoryGiven ? sockets.memory() : kernel.throttledBytes() / PART;
        buffers -= backlog;
        long fit = least == 0 ? MOST_CONNECTIONS : buffers / least;
        long grown = MemoryBudget.grownBytes(SocketCounts.ONE_CLIENT, sockets, kernel);
        if (memoryGiven) {
            fit = Math.min(fit, (left - sockets.memory()) / (MemoryBudget.STRUCTURE_BYTES_PER_CLIENT + grown));
        } else {
            fit = Math.min(fit, (left - backlog) / PART / (MemoryBudget.STRUCTURE_BYTES_PER_CLIENT + grown + least));
        }
        fit = Math.min(fit, onHeap);
        // Given memory may be too little even for the least number.
        long fewest = memoryGiven && least > 0 ? Math.min(LEAST_CONNECTIONS, buffers / least) : LEAST_CONNECTIONS;
        return (int) Math.max(fewest, Math.min(MOST_CONNECTIONS, fit));
    }

    private static int asFarAsDescriptorsGo(
            int connections, WeirSettings given, FileDescriptors files, List<String> notes) {
        int most = DescriptorBudget.mostClients(given, files);
        if (connections <= most) {
            return connections;
        }
        if (most < LEAST_WITH_DESCRIPTORS) {
            return Math.min(connections, LEAST_WITH_DESCRIPTORS);
        }
        notes.add("weir.limits.connections: " + most + " instead of " + connections + ", for which " + files.limit()
                + " open files are too few (" + DescriptorBudget.HOW_TO_RAISE + ")");
        return most;
    }

    private static long memory(SocketSettings sockets, SocketCounts counts, long left, KernelSockets kernel) {
        long least = Math.max(1, SocketBudget.leastBytes(sockets, counts));
        long most = Math.min(kernel.throttledBytes() / PART, SocketBudget.mostBytes(sockets, counts));
        return Math.max(least, Math.min(left, most));
    }

    private static SocketSettings asFarAsTheKernelGoes(WeirSettings weir, KernelSockets kernel, List<String> notes) {
        SocketSettings sockets = weir.sockets();
        int send = atMost("send-buffer", "wmem_max", sockets.sendBuffer(), kernel.sendMost(), notes);
        int receive = atMost("receive-buffer", "rmem_max", sockets.receiveBuffer(), kernel.receiveMost(), notes);
        int least = Math.max(
                weir.limits().earlyBytes(),
                WeirSettings.BUFFERS_PER_SEND_BUFFER * weir.buffers().size());
        return sockets.withBuffers(send == 0 ? 0 : Math.max(send, Math.min(least, sockets.sendBuffer())), receive);
    }

    private static int atMost(String key, String bound, int asked, int most, List<String> notes) {
        if (asked > most) {
            notes.add("weir.sockets." + key + ": the kernel gives no more than " + Amounts.exactBytes(most) + " of "
                    + Amounts.exactBytes(asked) + " (net.core." + bound + ")");
        }
        return Math.min(asked, most);
    }

    private static void note(WeirSettings weir, long held, KernelSockets kernel, List<String> notes) {
        int connections = weir.limits().connections();
        if (connections > held) {
            notes.add("weir.limits.connections: the heap holds about " + held + " clients of " + connections
                    + " (WEIR_HEAP)");
        }
        long sockets = new SocketBudget(weir.sockets(), weir.socketCounts()).bytes();
        if (sockets > kernel.throttledBytes() / PART) {
            notes.add("weir.sockets.memory: " + Amounts.bytes(sockets) + " is more than half of "
                    + Amounts.bytes(kernel.throttledBytes())
                    + ", from which on the kernel holds back all sockets of the machine (net.ipv4.tcp_mem)");
        }
    }
}
