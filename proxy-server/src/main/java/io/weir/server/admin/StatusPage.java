package io.weir.server.admin;

import io.weir.ServerStatus;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.server.text.Addresses;
import io.weir.server.text.JsonWriter;

/** {@code /status}: the levels as JSON, with the words of the metrics. */
final class StatusPage {

    private StatusPage() {}

    static void write(AdminView view, JsonWriter json) {
        WeirStatus status = view.status();
        json.object();
        json.name("version").value(view.version());
        json.name("ready").value(view.isReady());
        json.name("accepting").value(status.accepting());
        json.name("paused").value(status.paused());
        json.name("draining").value(status.draining());
        buffers(json.name("buffers"), view.buffers());
        usedAndLimit(json.name("sessions"), status.sessions(), status.maxSessions());
        usedAndLimit(json.name("parked_bytes"), status.parkedBytes(), status.parkedLimit());
        json.name("servers").list();
        status.servers().forEach(server -> server(json, server));
        json.endList().endObject();
    }

    private static void buffers(JsonWriter json, PoolLevel level) {
        json.object();
        json.name("leased").value(level.leased());
        json.name("limit").value(level.limit());
        json.name("reserve_leased").value(level.reserveLeased());
        json.name("reserve_limit").value(level.reserveLimit());
        json.name("stalled").value(level.stalled());
        json.name("stalled_limit").value(level.stallQuota());
        json.name("waiting").value(level.waiting());
        json.name("oldest_wait_ms").value(level.oldestWaitNanos() / 1_000_000);
        json.name("evicted").value(level.evicted());
        json.name("leaked").value(level.leaks());
        json.name("rescued").value(level.rescued());
        json.endObject();
    }

    private static void usedAndLimit(JsonWriter json, long used, long limit) {
        json.object().name("used").value(used).name("limit").value(limit).endObject();
    }

    private static void server(JsonWriter json, ServerStatus server) {
        json.object();
        json.name("backend").value(server.backend());
        json.name("server").value(server.name());
        json.name("address").value(Addresses.text(server.address()));
        json.name("weight").value(server.weight());
        json.name("active").value(server.active());
        json.name("limit");
        if (server.maxConnections() == 0) {
            json.value("unlimited");
        } else {
            json.value(server.maxConnections());
        }
        json.name("idle").value(server.idle());
        json.name("bound").value(server.bound());
        json.name("unsolicited").value(server.unsolicited());
        json.name("backend_waiting").value(server.waiting());
        json.endObject();
    }
}
