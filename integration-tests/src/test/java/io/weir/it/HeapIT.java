package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Http;
import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a peer can make Weir keep on its heap, one test for each row of the table in docs/memory.md: on every connection that the automatic limit
 * allows, in the heap that the launcher gives. Afterwards the program serves (invariant 17 of the design).
 */
@ExtendWith(Machine.class)
final class HeapIT {

    private static final String HEAP = "48m";
    private static final String SMALL_HEAP = "24m";
    private static final String LARGE_HEAP = "192m";
    private static final String LONG_PATH = "/" + "p".repeat(13_000);
    private static final String LOGGED_PATH = "/" + "p".repeat(2_500);
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final int ADMIN_CLIENTS = 48;
    private static final int STEP = 200;
    private static final int OTHERS = 300;
    private static final int HALF_OF_PARKING = 2 << 20;

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int RELOADS = 60;
    private static final int ROUTES = 300;

    @TempDir
    Path directory;

    @Test
    void redirects_with_long_paths_leave_nothing_behind() throws IOException {
        try (WeirProcess weir = weir(HEAP, "{ redirect.to = \"https://{host}{path}\" }", "127.0.0.1:1");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request(LONG_PATH)).receive(LONG_PATH.length());
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    @Tag("long")
    void redirects_with_long_paths_leave_nothing_behind_in_a_large_heap() throws IOException {
        try (WeirProcess weir = weir(LARGE_HEAP, "{ redirect.to = \"https://{host}{path}\" }", "127.0.0.1:1");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request(LONG_PATH)).receive(LONG_PATH.length());
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    void redirects_that_nobody_reads_are_parked_or_end_their_connections() throws IOException {
        try (WeirProcess weir = weir(HEAP, "{ redirect.to = \"https://{host}{path}\" }", "127.0.0.1:1");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request(LONG_PATH)).push(40, request(LONG_PATH));
            Eventually.passes(() -> assertThat(
                            weir.metrics().count("weir_exchanges_total", "reason=\"parking-full\"", "code=\"3xx\""))
                    .isPositive());
            assertThat(weir.metrics().count("weir_parked_bytes"))
                    .isBetween(HALF_OF_PARKING / 2L, (long) HALF_OF_PARKING);
            assertServes(weir, probe);
        }
    }

    @Test
    void the_lists_of_a_trusted_peer_are_gone_while_its_server_is_silent() throws IOException {
        try (MuteServer server = MuteServer.silent();
                WeirProcess weir = weir(
                        HEAP,
                        "{ backend = main }",
                        server.address(),
                        "listeners.main.trusted = [ \"127.0.0.0/8\" ]",
                        "listeners.main.forwarded = both");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            String list = "192.0.2.1, ".repeat(1_130) + "192.0.2.1";
            await(weir, crowd, request("/", "X-Forwarded-For: " + list));
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    void paths_that_were_rewritten_are_gone_while_their_server_is_silent() throws IOException {
        try (MuteServer server = MuteServer.silent();
                WeirProcess weir = weir(
                        HEAP, "{ backend = main, rewrite { regex = \"(.*)\", to = \"/new$1\" } }", server.address());
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            await(weir, crowd, request(LONG_PATH));
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    void request_lines_of_exchanges_that_last_are_cut_where_they_fill_their_part() throws IOException {
        try (MuteServer server = MuteServer.silent();
                WeirProcess weir = weir(HEAP, "{ backend = main }", server.address(), "access-log.format = text");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            await(weir, crowd, request(LOGGED_PATH));
            assertThat(weir.metrics().count("weir_parked_bytes")).isLessThanOrEqualTo(HALF_OF_PARKING / 2);
            assertServes(weir, probe, crowd);
            crowd.breakOff();
            Eventually.passes(
                    () -> assertThat(weir.metrics().count("weir_sessions")).isEqualTo(1));
            Eventually.passes(() -> assertThat(weir.out().lines().filter(line -> line.contains("p".repeat(2_000))))
                    .as("lines that are hardly cut")
                    .hasSizeGreaterThan(100));
        }
    }

    @Test
    void web_sockets_with_long_targets_beside_half_sent_heads_leave_room_to_serve() throws IOException {
        try (MuteServer server = MuteServer.saying(SWITCHING);
                WeirProcess weir = weir(HEAP, "{ backend = main }", server.address(), "access-log.format = text");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(
                            weir.address(),
                            limit(weir) - 1 - OTHERS,
                            request(LOGGED_PATH, "Connection: upgrade", "Upgrade: websocket"))
                    .receive(1);
            crowd.send(weir.address(), OTHERS, halfOfAHead());
            Eventually.passes(() -> assertThat(weir.metrics().count("weir_parked_bytes"))
                    .isGreaterThan(HALF_OF_PARKING - 2L * LONG_PATH.length()));
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    void a_back_connection_at_rest_for_each_client_leaves_room_to_serve() throws IOException {
        try (MuteServer server = MuteServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                WeirProcess weir = weir(HEAP, "{ backend = main }", server.address(), "backends.main.reuse = session");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request("/")).receive(1);
            Eventually.passes(
                    () -> assertThat(weir.metrics().count("weir_server_bound")).isEqualTo(limit(weir) - 1));
            assertServes(weir, probe, crowd);
        }
    }

    // Each of many reloads leaves tunnels behind that go by the configuration before it, of about the largest size that
    // a reload takes here.
    @Test
    void reloads_beside_tunnels_on_every_old_configuration_leave_room_to_serve() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        String write = "admin.tokens.write = \"" + token.toAbsolutePath() + "\"";
        try (MuteServer server = MuteServer.saying(SWITCHING);
                WeirProcess weir =
                        weir(HEAP, "{ backend = main }", server.address(), "access-log.format = text", write);
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            byte[] upgrade = request(LOGGED_PATH, "Connection: upgrade", "Upgrade: websocket");
            int each = (limit(weir) - 1) / RELOADS;
            for (int i = 0; i < RELOADS; i++) {
                crowd.send(weir.address(), each, upgrade);
                write(configuration(
                        routes(i) + "{ backend = main }", server.address(), "access-log.format = text", write));
                assertThat(reload(weir)).contains("\"result\":\"taken\"");
            }
            assertThat(weir.metrics().count("weir_config_generation")).isEqualTo(1 + RELOADS);
            assertServes(weir, probe);
            assertThat(weir.metrics().count("weir_config_generations")).isLessThanOrEqualTo(51);
        }
    }

    private static String routes(int reload) {
        return IntStream.range(0, ROUTES)
                .mapToObj(route -> "{ path = \"/r" + reload + "/" + route + "\", backend = main }, ")
                .collect(Collectors.joining());
    }

    private static String reload(WeirProcess weir) {
        URI page = URI.create("http://" + weir.adminAddress() + "/reload");
        return Http.send(
                        HttpRequest.newBuilder(page)
                                .header("Weir-Admin", "1")
                                .header("Authorization", "Bearer " + TOKEN)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}", StandardCharsets.UTF_8)),
                        weir::err)
                .body();
    }

    @Test
    void half_sent_heads_are_parked_or_refused() throws IOException {
        try (WeirProcess weir = weir(HEAP, "{ backend = main }", "127.0.0.1:1", "buffers.count = 64");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, halfOfAHead());
            assertThat(weir.metrics().count("weir_parked_bytes")).isLessThanOrEqualTo(HALF_OF_PARKING);
            assertServes(weir, probe);
        }
    }

    @Test
    void requests_that_wait_for_a_slot_are_parked_or_refused() throws IOException {
        try (MuteServer server = MuteServer.silent();
                WeirProcess weir = weir(
                        HEAP,
                        "{ backend = main }",
                        server.address(),
                        "buffers.count = 64",
                        "backends.main.servers.one.max-connections = 1");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request(LONG_PATH));
            assertThat(weir.metrics().count("weir_parked_bytes")).isLessThanOrEqualTo(2L * HALF_OF_PARKING);
            assertServes(weir, probe);
        }
    }

    @Test
    void log_lines_that_nobody_reads_are_dropped() throws IOException {
        try (WeirProcess weir = WeirProcess.startUnread(
                        directory,
                        launcher(
                                HEAP,
                                configuration("{ redirect.to = \"/x\" }", "127.0.0.1:1", "access-log.format = text")));
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            crowd.send(weir.address(), limit(weir) - 1, request(LOGGED_PATH)).receive(100);
            assertServes(weir, probe, crowd);
        }
    }

    @Test
    void heads_of_many_small_fields_at_the_admin_listener_are_refused() throws IOException {
        try (WeirProcess weir = weir(SMALL_HEAP, "{ redirect.to = \"/x\" }", "127.0.0.1:1");
                Wire probe = probe(weir);
                Crowd crowd = Crowd.empty()) {
            byte[] head = ("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(4_000)).getBytes(StandardCharsets.ISO_8859_1);
            String[] admin = weir.adminAddress().split(":", 2);
            crowd.send(new InetSocketAddress(admin[0], Integer.parseInt(admin[1])), ADMIN_CLIENTS, head)
                    .receive("HTTP/1.1 400".length());
            assertServes(weir, probe);
        }
    }

    // In steps whose requests all find room in the parking while their connections are opened.
    private static void await(WeirProcess weir, Crowd crowd, byte[] request) throws IOException {
        int clients = limit(weir) - 1;
        for (int asked = 0; asked < clients; asked += STEP) {
            int active = Math.min(clients, asked + STEP);
            crowd.send(weir.address(), active - asked, request);
            Eventually.passes(
                    () -> assertThat(weir.metrics().count("weir_server_active")).isEqualTo(active));
        }
    }

    private static void assertServes(WeirProcess weir, Wire probe, Crowd crowd) throws IOException {
        assertServes(weir, probe);
        assertThat(crowd.connected()).isGreaterThanOrEqualTo(limit(weir) - 1);
    }

    private static void assertServes(WeirProcess weir, Wire probe) throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(probe.get("/ping").readMessage().body()).isEqualTo("pong");
        }
        long heap = heapInUse(weir);
        System.out.printf(
                "heap in use: %,d bytes, %,d for each of %d clients%n", heap, heap / limit(weir), limit(weir));
        assertThat(weir.process().isAlive()).isTrue();
        assertThat(weir.err()).doesNotContain("OutOfMemoryError", "level=ERROR");
    }

    /** Heap in use once garbage is collected. */
    private static long heapInUse(WeirProcess weir) {
        Finished.run(List.of(
                        Jdk.current().tool("jcmd"), Long.toString(weir.process().pid()), "GC.run"))
                .succeeded();
        return weir.metrics().count("jvm_memory_used_bytes", "area=\"heap\"");
    }

    // A client that was there before all others.
    private static Wire probe(WeirProcess weir) throws IOException {
        Wire probe = Wire.to(weir.address());
        assertThat(probe.get("/ping").readMessage().body()).isEqualTo("pong");
        return probe;
    }

    private static int limit(WeirProcess weir) {
        return (int) weir.metrics().count("weir_sessions_limit");
    }

    private static byte[] halfOfAHead() {
        return ("GET " + LONG_PATH).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] request(String path, String... fields) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: weir.test\r\n");
        List.of(fields).forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private WeirProcess weir(String heap, String route, String server, String... more) throws IOException {
        return WeirProcess.start(directory, launcher(heap, configuration(route, server, more)));
    }

    private static String configuration(String route, String server, String... more) {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { path-exact = "/ping", respond.body = pong }, %s ]
                  }
                  backends.main.servers.one.address = "%s"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                  timeouts { keep-alive = 10m, request-head = 10m, response-head = 10m, slot = 10m }
                  %s
                }
                """.formatted(route, server, String.join("\n", more));
    }

    private Path write(String configuration) throws IOException {
        return Files.writeString(directory.resolve("weir.conf"), configuration);
    }

    private ProcessBuilder launcher(String heap, String configuration) throws IOException {
        Path file = write(configuration);
        Path root = Path.of(System.getProperty("weir.root")).toAbsolutePath().normalize();
        ProcessBuilder launcher =
                new ProcessBuilder(root.resolve("proxy-server/bin/weir").toString(), "run", file.toString());
        launcher.environment().put("WEIR_JAR", System.getProperty("weir.jar"));
        launcher.environment().put("WEIR_JAVA_HOME", Jdk.current().home().toString());
        launcher.environment().put("WEIR_HEAP", heap);
        return launcher;
    }
}
