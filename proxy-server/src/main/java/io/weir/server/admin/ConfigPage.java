package io.weir.server.admin;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.server.text.JsonWriter;
import io.weir.settings.Limits;
import io.weir.socket.SocketSettings;

/** {@code /config}: the running configuration as JSON, without its secrets, and what was worked out of it. */
final class ConfigPage {

    private ConfigPage() {}

    static void write(RunningConfig config, JsonWriter json) {
        json.object();
        json.name("generation").value(config.generation());
        if (!config.hash().isEmpty()) {
            json.name("hash").value(config.hash());
        }
        json.name("worked_out").object();
        workedOut(json, config.workedOut());
        json.endObject();
        json.name("weir").json(config.given().json());
        json.endObject();
    }

    // By the names of the keys. Bytes, not sizes with units, as everywhere in the pages.
    private static void workedOut(JsonWriter json, WeirSettings settings) {
        json.name("event-loops").value(settings.effectiveEventLoops());
        BufferSettings buffers = settings.buffers();
        json.name("buffers").object();
        json.name("count").value(buffers.count());
        json.name("size").value(buffers.size());
        json.name("reserve").value(buffers.reserve());
        json.endObject();
        Limits limits = settings.limits();
        json.name("limits").object();
        json.name("connections").value(limits.connections());
        json.name("generations").value(limits.generations());
        json.name("listeners").value(settings.socketCounts().listeners());
        json.name("parked-bytes").value(limits.parkedBytes());
        json.endObject();
        SocketSettings sockets = settings.sockets();
        json.name("sockets").object();
        json.name("send-buffer").value(sockets.sendBuffer());
        json.name("receive-buffer").value(sockets.receiveBuffer());
        json.name("backlog").value(sockets.backlog());
        json.name("memory").value(sockets.memory());
        json.endObject();
    }
}
