package io.weir.server.admin;

import io.weir.buffer.PoolLevel;
import io.weir.buffer.StalledBuffer;
import io.weir.http.AddressText;
import io.weir.server.text.JsonWriter;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /debug/holders}: who holds buffers without progress, as JSON. */
final class HoldersPage {

    private static final int MOST_BUFFERS = 100;
    private static final int MOST_CLIENTS = 20;

    private HoldersPage() {}

    static void write(AdminView view, JsonWriter json) {
        PoolLevel level = view.buffers();
        List<StalledBuffer> stalled = view.stalled(Integer.MAX_VALUE);
        json.object();
        json.name("leased").value(level.leased());
        json.name("limit").value(level.limit());
        json.name("stalled").value(stalled.size());
        json.name("stalled_limit").value(level.stallQuota());
        json.name("clients").list();
        mostOf(stalled).forEach(entry -> client(json, entry));
        json.endList();
        json.name("longest").list();
        stalled.stream().limit(MOST_BUFFERS).forEach(buffer -> buffer(json, buffer));
        json.endList().endObject();
    }

    private static List<Map.Entry<InetAddress, Long>> mostOf(List<StalledBuffer> stalled) {
        Map<InetAddress, Long> counts = stalled.stream()
                .map(StalledBuffer::client)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<InetAddress, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> AddressText.of(entry.getKey())))
                .limit(MOST_CLIENTS)
                .toList();
    }

    private static void client(JsonWriter json, Map.Entry<InetAddress, Long> entry) {
        json.object();
        json.name("address").value(AddressText.of(entry.getKey()));
        json.name("stalled").value(entry.getValue());
        json.endObject();
    }

    private static void buffer(JsonWriter json, StalledBuffer buffer) {
        json.object();
        json.name("session").value(buffer.session());
        json.name("client").value(AddressText.of(buffer.client()));
        json.name("flow").value(buffer.flow().name().toLowerCase(Locale.ROOT));
        json.name("stalled_ms").value(buffer.age().toMillis());
        json.name("left_bytes").value(buffer.leftBytes());
        json.endObject();
    }
}
