package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand clients that stay connected between two requests. */
@ExtendWith(Machine.class)
final class IdleSessionsIT {

    private static final int CLIENTS = 10_000;
    private static final int FEWEST = 9_000;
    private static final int WARM_UP = 200;
    private static final long MOST_HEAP_PER_SESSION = 8_192;

    @TempDir
    Path directory;

    @Test
    void ten_thousand_idle_sessions_hold_no_buffer_and_little_heap() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.http(
                        directory,
                        server.address(),
                        "weir.limits.connections = " + (CLIENTS + WARM_UP),
                        "weir.timeouts { keep-alive = 10m, server-keep-alive = 10m }")) {
            int clients = affordable(weir);
            warmUp(weir);
            long heapBefore = heapInUse(weir);
            List<Wire> idle = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    idle.add(connected(weir));
                }
                assertIdle(weir, clients);
                long heap = (heapInUse(weir) - heapBefore) / clients;
                System.out.printf("%d idle sessions: %d bytes of heap each%n", clients, heap);
                assertThat(heap).as("heap of an idle session").isLessThanOrEqualTo(MOST_HEAP_PER_SESSION);
                ask(idle.get(0));
                ask(idle.get(clients - 1));
            } finally {
                closeAll(idle);
            }
            Eventually.passes(
                    () -> assertThat(weir.metrics().count("weir_sessions")).isZero());
            weir.assertAtRest();
        }
    }

    private static void assertIdle(WeirProcess weir, int clients) {
        weir.assertAtRest();
        Eventually.passes(() -> assertThat(weir.metrics().count("weir_exchanges_total", "reason=\"done\""))
                .isEqualTo(clients + WARM_UP));
        assertThat(weir.metrics().count("weir_sessions")).isEqualTo(clients);
        assertThat(weir.metrics().count("weir_server_idle"))
                .as("back connections, all of them used again")
                .isLessThan(10);
    }

    private static void warmUp(WeirProcess weir) throws IOException {
        List<Wire> first = new ArrayList<>();
        try {
            for (int i = 0; i < WARM_UP; i++) {
                first.add(connected(weir));
            }
        } finally {
            closeAll(first);
        }
        Eventually.passes(
                () -> assertThat(weir.metrics().count("weir_sessions")).isZero());
    }

    private static Wire connected(WeirProcess weir) throws IOException {
        Wire client = Wire.to(weir.address());
        ask(client);
        return client;
    }

    private static void ask(Wire client) throws IOException {
        assertThat(client.get("/it").readMessage().body()).isEqualTo("this is /it");
    }

    private static void closeAll(List<Wire> clients) throws IOException {
        for (Wire client : clients) {
            client.close();
        }
    }

    /** Heap in use once garbage is collected. */
    private static long heapInUse(WeirProcess weir) {
        Finished.run(List.of(
                        Jdk.current().tool("jcmd"), Long.toString(weir.process().pid()), "GC.run"))
                .succeeded();
        return weir.metrics().count("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** As many clients as this process may have open files, some for everything else set aside, and as the program allows by its own. */
    private static int affordable(WeirProcess weir) throws IOException {
        long limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" {2,}", 3)[1])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        long allowed = weir.metrics().count("weir_sessions_limit");
        int affordable = (int) Math.min(CLIENTS, Math.min(allowed, limit - 500));
        assumeThat(affordable)
                .as("connections that the limit of open files allows (raise it: ulimit -n)")
                .isGreaterThanOrEqualTo(FEWEST);
        return affordable;
    }
}
