package io.weir.server.metrics;

import io.weir.ServerStatus;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the levels of servers by name out of a status by address. For one thread at a time. */
final class ServerLevels {

    /** What makes a server the same. */
    record Key(String backend, String server) {}

    private final Map<Key, Unsolicited> unsolicited = new HashMap<>();

    /** The levels of all servers of a status. */
    Map<Key, ServerLevel> of(List<ServerStatus> servers) {
        Map<Key, List<ServerStatus>> named = servers.stream()
                .collect(Collectors.groupingBy(
                        server -> new Key(server.backend(), server.name()), LinkedHashMap::new, Collectors.toList()));
        unsolicited.keySet().retainAll(named.keySet());
        Map<Key, ServerLevel> levels = new HashMap<>();
        named.forEach((key, same) -> levels.put(key, ServerLevel.of(same, unsolicited(key, same))));
        return Map.copyOf(levels);
    }

    private long unsolicited(Key key, List<ServerStatus> same) {
        return unsolicited.computeIfAbsent(key, unseen -> new Unsolicited()).total(same);
    }

    /** A count that goes on when an address is gone with its part of it: a counter that falls looks like a restart. */
    private static final class Unsolicited {

        private Map<InetSocketAddress, Long> last = Map.of();
        private long gone;

        long total(List<ServerStatus> same) {
            Map<InetSocketAddress, Long> present = same.stream()
                    .collect(Collectors.toMap(ServerStatus::address, ServerStatus::unsolicited, Long::sum));
            last.forEach((address, count) -> {
                // A server that went and came back at the same address has begun anew.
                if (present.getOrDefault(address, -1L) < count) {
                    gone += count;
                }
            });
            last = present;
            return gone + present.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
