package io.weir.server.config;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.settings.ListenerSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The heap that a configuration takes as long as it is in use. Configurations that name the same things share the meters of these.
 *
 * @param graphBytes its settings, routes and expressions, which it shares with no other
 * @param meters bytes of the meters of each thing that it names, and of the order in which servers of a backend take turns
 */
public record Footprint(long graphBytes, Map<List<String>, Long> meters) {

    // Measured on JDK 17 (class histograms) with 20 listeners, 120 pairs and 100 servers: a listener took 134 KiB, a
    // backend that one of its routes leads to 78 KiB (a counter for each way in which an exchange can end), a server
    // 6.2 KiB, a backend 3.8 KiB. An old configuration that a tunnel goes by took 24 KB with 100 routes in 4 KB of
    // text, and 100 KB with 400 in 16 KB. To render them for /metrics takes up to 141 bytes more for each KiB of
    // meters, one page at a time: a sixth is added.
    private static final long PER_LISTENER = 160 * 1024;
    private static final long PER_BACKEND_OF_A_LISTENER = 94 * 1024;
    private static final long PER_BACKEND = 5 * 1024;
    private static final long PER_SERVER = 8 * 1024;
    private static final long PER_CONFIGURATION = 8 * 1024;
    private static final long PER_ROUTE = 128;
    private static final long PER_BYTE = 8;
    // An instruction takes 33 to 63 bytes compiled, and 25 to 80 more for each event loop that has matched by it.
    private static final long PER_INSTRUCTION = 64;
    private static final long PER_INSTRUCTION_AND_LOOP = 80;

    public Footprint {
        meters = Map.copyOf(meters);
    }

    /** Of these settings, made of so much text. */
    public static Footprint of(WeirSettings settings, ConfigSize size) {
        long routes = settings.listeners().stream()
                .mapToLong(listener -> listener.routes().size())
                .sum();
        long perInstruction = PER_INSTRUCTION + PER_INSTRUCTION_AND_LOOP * settings.effectiveEventLoops();
        long graph =
                PER_CONFIGURATION + PER_BYTE * size.bytes() + PER_ROUTE * routes + perInstruction * size.instructions();
        Map<List<String>, Long> meters = new HashMap<>();
        settings.listeners().forEach(listener -> add(listener, meters));
        settings.backends().forEach(backend -> add(backend, meters));
        return new Footprint(graph, meters);
    }

    private static void add(ListenerSettings listener, Map<List<String>, Long> meters) {
        meters.put(List.of("listener", listener.name()), PER_LISTENER);
        listener.routes().stream()
                .flatMap(route -> route.backend().stream())
                .forEach(backend ->
                        meters.put(List.of("exchanges", listener.name(), backend), PER_BACKEND_OF_A_LISTENER));
    }

    private static void add(BackendSettings backend, Map<List<String>, Long> meters) {
        meters.put(List.of("backend", backend.name()), PER_BACKEND);
        // The order of the running configuration and that of the next one are there at the same time.
        meters.put(List.of("turns", backend.name()), 2 * WeightedRoundRobin.heapBytes(backend.servers()));
        for (ServerSettings server : backend.servers()) {
            meters.put(List.of("server", backend.name(), server.name()), PER_SERVER);
        }
    }

    /** Bytes of heap of all of them together. */
    public static long together(Collection<Footprint> several) {
        Map<List<String>, Long> meters = new HashMap<>();
        several.forEach(one -> one.meters().forEach((thing, bytes) -> meters.merge(thing, bytes, Math::max)));
        return several.stream().mapToLong(Footprint::graphBytes).sum() + sum(meters);
    }

    /** Bytes of heap of all of it. */
    public long bytes() {
        return graphBytes + meterBytes();
    }

    /** Bytes of heap of its meters. */
    long meterBytes() {
        return sum(meters);
    }

    private static long sum(Map<List<String>, Long> meters) {
        return meters.values().stream().mapToLong(Long::longValue).sum();
    }
}
