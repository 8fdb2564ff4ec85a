package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Http;
import io.weir.kit.Wire;
import io.weir.testing.wire.HeldPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed configuration file is taken over by the running program: by signal, by command, and by itself. */
final class ReloadUnderTrafficIT {

    private static final int DOWNLOAD = 8 << 20;
    private static final int FIRST_PART = DOWNLOAD / 4;
    private static final int RELOADS_UNDER_LOAD = 50;
    private static final int ANSWERS_BETWEEN_RELOADS = 20;
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String BASICS = """
            weir {
              admin.bind = "127.0.0.1:0"
              access-log.format = off
              reload.watch = off
            }
            """;

    private final byte[] content = Content.of(DOWNLOAD, 18);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final Semaphore mayAnswer = new Semaphore(0);

    @TempDir
    Path directory;

    @Test
    void a_signal_changes_routes_while_downloads_tunnels_and_connections_go_on() throws Exception {
        try (FakeServer old = FakeServer.start(this::serveAll);
                FakeServer fresh = named("fresh");
                WeirProcess weir = start(BASICS, web("one", old), tcp(old));
                Wire keptAlive = Wire.to(weir.address());
                Wire download = Wire.to(weir.address());
                Wire webSocket = Wire.to(weir.address());
                Wire tunnel = Wire.to(weir.address("raw"))) {
            assertThat(keptAlive.get("/first").readBody()).isEqualTo("old /first");
            assertThat(download.get("/download").readHead().orElseThrow().status())
                    .isEqualTo(200);
            byte[] begin = read(download, FIRST_PART);
            upgrade(webSocket);
            assertEchoes(webSocket, 1);
            tunnel.request("GET", "/echo", "Host: weir.test").readHead();
            assertEchoes(tunnel, 2);

            write(BASICS, web("two", fresh), tcp(fresh));
            assertThat(hangUp(weir, 2))
                    .contains("backend web: server one removed", "backend web: server two added", "backend raw: ");
            assertThat(weir.metrics().count("weir_config_generation")).isEqualTo(2);
            assertThat(weir.metrics().count("weir_config_old_exchanges")).isOne();
            assertThat(weir.metrics().count("weir_config_old_tunnels")).isEqualTo(2);
            assertThat(keptAlive.get("/second").readBody()).isEqualTo("fresh /second");
            assertThat(answer(weir.address(), "/new")).isEqualTo("fresh /new");
            assertThat(answer(weir.address("raw"), "/raw")).isEqualTo("fresh /raw");

            mayGoOn.countDown();
            assertThat(begin).isEqualTo(Arrays.copyOf(content, FIRST_PART));
            assertThat(read(download, DOWNLOAD - FIRST_PART))
                    .isEqualTo(Arrays.copyOfRange(content, FIRST_PART, DOWNLOAD));
            assertEchoes(webSocket, 3);
            assertEchoes(tunnel, 4);
            webSocket.endOutput();
            tunnel.endOutput();
            Eventually.holds(
                    "the old generation has ended", () -> weir.metrics().count("weir_config_generations") == 1);
            weir.assertAtRest();
        }
    }

    @Test
    void the_command_tells_the_result_by_its_exit_code_and_a_refusal_changes_nothing() throws Exception {
        Path socket = directory.resolve("admin.sock");
        String base = BASICS + "weir.admin.socket = \"" + socket + "\"\n";
        String limits = "weir.limits.listeners = 3\nweir.buffers.count = 64\n";
        try (FakeServer one = named("one");
                FakeServer two = named("two");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WeirProcess weir = start(base, limits, web("a", one))) {
            write(base, limits, web("a", one), "weir.listeners.main.binb = 1\n");
            Finished broken = reload(socket);
            assertThat(broken.exitCode()).isEqualTo(3);
            assertThat(broken.out()).startsWith("rejected: generation 1 runs");
            assertThat(broken.err()).containsPattern("weir\\.conf:\\d+").contains("binb");
            assertThat(weir.err()).containsPattern("event=reload_problem problem=\".*weir\\.conf:\\d+.*binb");
            assertServesOn(weir, "one");

            write(base, limits.replace("64", "65"), web("a", one));
            Finished restart = reload(socket);
            assertThat(restart.exitCode()).isEqualTo(8);
            assertThat(restart.err()).contains("buffers.count: 65 (running: 64)");
            assertServesOn(weir, "one");

            write(base, limits, web("a", one), listener("second", "127.0.0.1:" + taken.getLocalPort()));
            Finished inUse = reload(socket);
            assertThat(inUse.exitCode()).isEqualTo(4);
            assertThat(inUse.err()).contains("listener second").contains(":" + taken.getLocalPort());
            assertServesOn(weir, "one");

            write(base, limits, web("b", two));
            Finished done = reload(socket);
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(done.out())
                    .startsWith("taken: generation 2 runs, hash ")
                    .contains("backend web: server a removed", "backend web: server b added");
            assertThat(weir.metrics().count("weir_config_stale")).isZero();
            assertThat(answer(weir.address(), "/a")).isEqualTo("two /a");
        }
    }

    @Test
    void a_write_needs_the_header_and_the_token() throws Exception {
        try (FakeServer one = named("one");
                FakeServer two = named("two");
                WeirProcess weir = start(withToken(), web("a", one))) {
            write(withToken(), web("b", two));
            assertThat(post(weir, "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(403);
            assertThat(post(weir, "Weir-Admin", "1").statusCode()).isEqualTo(401);
            assertThat(post(weir, "Weir-Admin", "1", "Authorization", "Bearer not-that-token-at-all")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(weir.admin("/reload").statusCode()).isEqualTo(405);
            assertThat(weir.metrics().count("weir_config_generation")).isOne();
            assertThat(answer(weir.address(), "/a")).isEqualTo("one /a");

            assertTaken(weir);
            assertThat(answer(weir.address(), "/a")).isEqualTo("two /a");
        }
    }

    @Test
    void a_swapped_config_map_is_taken_over_without_a_signal_and_a_deleted_file_changes_only_the_metric()
            throws Exception {
        String base = BASICS.replace("watch = off", "watch = 1s");
        try (FakeServer one = named("one");
                FakeServer two = named("two")) {
            Path file = directory.resolve("weir.conf");
            swapData("v1", base + web("a", one));
            Files.createSymbolicLink(file, Path.of("..data/weir.conf"));
            try (WeirProcess weir = WeirProcess.withoutTerminal(directory, file)) {
                assertThat(answer(weir.address(), "/a")).isEqualTo("one /a");
                swapData("v2", base + web("b", two));
                Eventually.holds(
                        "the swap is taken over",
                        () -> reloadLines(weir).contains("result=taken trigger=watch generation=2 "));
                assertThat(answer(weir.address(), "/a")).isEqualTo("two /a");

                Files.delete(file);
                Eventually.holds("stale", () -> weir.metrics().count("weir_config_stale") == 1);
                assertThat(weir.metrics().count("weir_config_generation")).isEqualTo(2);
                assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);
                assertThat(answer(weir.address(), "/a")).isEqualTo("two /a");

                Files.createSymbolicLink(file, Path.of("..data/weir.conf"));
                Eventually.holds("not stale", () -> weir.metrics().count("weir_config_stale") == 0);
                assertThat(weir.metrics().count("weir_config_reloads_total", "result=\"rejected\""))
                        .isOne();
                assertThat(weir.metrics().count("weir_config_generation")).isEqualTo(2);
            }
        }
    }

    @Test
    void listeners_are_added_removed_and_moved_within_their_limit() throws Exception {
        String base = BASICS + "weir.limits.listeners = 4\n";
        try (FakeServer one = named("one");
                HeldPort left = HeldPort.take();
                HeldPort extra = HeldPort.take();
                HeldPort moved = HeldPort.take();
                WeirProcess weir = start(base, web("a", one), listener("second", left))) {
            write(base, web("a", one), listener("second", left), listener("third", extra));
            assertThat(hangUp(weir, 2)).contains("listener third added");
            assertThat(answer(extra.address(), "/a")).isEqualTo("one /a");

            try (Wire idle = Wire.to(left.address());
                    Wire stays = Wire.to(weir.address())) {
                assertThat(idle.get("/a").readBody()).isEqualTo("one /a");
                assertThat(stays.get("/a").readBody()).isEqualTo("one /a");
                write(base, web("a", one), listener("second", moved));
                assertThat(hangUp(weir, 3)).contains("listener third removed", "listener second: bind ");
                assertThat(answer(moved.address(), "/b")).isEqualTo("one /b");
                Eventually.holds("no listener at the old addresses", () -> isRefused(left) && isRefused(extra));
                assertThat(idle.read(new byte[1]))
                        .as("end of an idle connection")
                        .isEqualTo(-1);
                assertThat(stays.get("/b").readBody()).isEqualTo("one /b");
            }
            weir.assertAtRest();
        }
    }

    @Test
    void a_lowered_max_connections_makes_the_next_exchange_wait_and_a_removed_server_leaves_the_metrics()
            throws Exception {
        try (FakeServer slow = FakeServer.start(this::answerWhenAllowed);
                FakeServer other = named("other");
                WeirProcess weir =
                        start(BASICS, web("slow", slow), server("slow", "max-connections = 2"), web("other", other));
                Wire first = Wire.to(weir.address());
                Wire second = Wire.to(weir.address())) {
            assertThat(weir.metrics().sum("weir_server_limit", "server=\"slow\""))
                    .isEqualTo(2);
            assertThat(weir.admin("/metrics").body()).contains("server=\"other\"");

            write(BASICS, web("slow", slow), server("slow", "max-connections = 1"));
            assertThat(hangUp(weir, 2))
                    .contains("backend web: server other removed", "backend web: server slow: max-connections 2 -> 1");
            Eventually.holds(
                    "no series of the removed server",
                    () -> !weir.admin("/metrics").body().contains("server=\"other\""));
            assertThat(weir.metrics().sum("weir_server_limit", "server=\"slow\""))
                    .isOne();

            first.get("/a");
            Eventually.holds("one is served", () -> weir.metrics().count("weir_server_active") == 1);
            second.get("/b");
            Eventually.holds("one waits", () -> weir.metrics().count("weir_backend_waiting") == 1);
            assertThat(weir.metrics().count("weir_server_active")).isOne();
            mayAnswer.release(2);
            assertThat(first.readBody()).isEqualTo("slow /a");
            assertThat(second.readBody()).isEqualTo("slow /b");
            weir.assertAtRest();
        }
    }

    @Test
    void fifty_reloads_under_load_lose_no_request() throws Exception {
        try (FakeServer one = named("one");
                FakeServer two = named("two");
                WeirProcess weir = start(withToken(), web("a", one));
                SteadyClients clients = SteadyClients.of(weir.address(), 4)) {
            for (int reload = 1; reload <= RELOADS_UNDER_LOAD; reload++) {
                clients.awaitAnswers(ANSWERS_BETWEEN_RELOADS);
                write(withToken(), reload % 2 == 0 ? web("a", one) : web("b", two));
                assertTaken(weir);
            }
            clients.awaitAnswers(ANSWERS_BETWEEN_RELOADS);
            clients.stop();
            assertThat(clients.failures()).isEmpty();
            assertThat(weir.metrics().count("weir_config_generation")).isEqualTo(RELOADS_UNDER_LOAD + 1L);
            Eventually.holds("old generations have ended", () -> weir.metrics().count("weir_config_generations") == 1);
            weir.assertAtRest();
        }
    }

    private static FakeServer named(String name) throws IOException {
        return FakeServer.start(client -> {
            for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
                client.answer(name + " " + head.get().target());
            }
        });
    }

    private void answerWhenAllowed(Wire client) throws IOException, InterruptedException {
        for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
            mayAnswer.acquire();
            client.answer("slow " + head.get().target());
        }
    }

    // Answers, downloads with a break, and echoes.
    private void serveAll(Wire client) throws IOException, InterruptedException {
        for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
            switch (head.get().target()) {
                case "/download" -> {
                    client.write("HTTP/1.1 200 OK\r\nContent-Length: " + DOWNLOAD + "\r\n\r\n");
                    client.write(Arrays.copyOf(content, FIRST_PART));
                    mayGoOn.await();
                    client.write(Arrays.copyOfRange(content, FIRST_PART, DOWNLOAD));
                }
                case "/web-socket" -> {
                    client.write(
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                    echo(client);
                }
                case "/echo" -> {
                    client.answer("");
                    echo(client);
                }
                default -> client.answer("old " + head.get().target());
            }
        }
    }

    private static void echo(Wire client) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (int length = client.read(piece); length >= 0; length = client.read(piece)) {
            client.write(Arrays.copyOf(piece, length));
        }
    }

    private static void upgrade(Wire client) throws IOException {
        client.request(
                "GET",
                "/web-socket",
                "Host: weir.test",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(client.readHead().orElseThrow().status()).isEqualTo(101);
    }

    private static void assertEchoes(Wire tunnel, long seed) throws IOException {
        byte[] bytes = Content.of(16_000, seed);
        tunnel.write(bytes);
        assertThat(read(tunnel, bytes.length)).isEqualTo(bytes);
    }

    private static byte[] read(Wire wire, int length) throws IOException {
        byte[] all = new byte[length];
        int filled = 0;
        while (filled < length) {
            byte[] piece = new byte[Math.min(1 << 16, length - filled)];
            int read = wire.read(piece);
            assertThat(read).as("bytes after %d of %d", filled, length).isPositive();
            System.arraycopy(piece, 0, all, filled, read);
            filled += read;
        }
        return all;
    }

    private static String answer(InetSocketAddress address, String path) throws IOException {
        try (Wire client = Wire.to(address)) {
            return client.get(path).readBody();
        }
    }

    private static boolean isRefused(HeldPort port) throws IOException {
        try {
            Wire.to(port.address()).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    private static void assertServesOn(WeirProcess weir, String server) throws IOException {
        assertThat(answer(weir.address(), "/a")).isEqualTo(server + " /a");
        assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);
        assertThat(weir.metrics().count("weir_config_stale")).isOne();
        assertThat(weir.metrics().count("weir_config_generation")).isOne();
    }

    private static String web(String server, FakeServer at) {
        return listener("main", "127.0.0.1:0") + server(server, "address = \"" + at.address() + "\"");
    }

    private static String server(String name, String settings) {
        return "weir.backends.web.servers." + name + " { " + settings + " }\n";
    }

    private static String listener(String name, HeldPort port) {
        return listener(name, "127.0.0.1:" + port.address().getPort());
    }

    private static String listener(String name, String bind) {
        return "weir.listeners." + name + " { bind = \"" + bind + "\", backend = web }\n";
    }

    private static String tcp(FakeServer server) {
        return """
                weir.listeners.raw { bind = "127.0.0.1:0", protocol = tcp, backend = raw }
                weir.backends.raw.servers.one.address = "%s"
                """.formatted(server.address());
    }

    private String withToken() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        return BASICS + "weir.admin.tokens.write = \"" + token + "\"\n";
    }

    private WeirProcess start(String... configuration) throws IOException {
        return WeirProcess.withoutTerminal(directory, write(configuration));
    }

    // Whole at every moment, as a file should be replaced.
    private Path write(String... configuration) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), String.join("", configuration));
        return Files.move(next, directory.resolve("weir.conf"), StandardCopyOption.ATOMIC_MOVE);
    }

    // As the kubelet does it: a new directory, then another target of the link, in one step.
    private void swapData(String version, String configuration) throws IOException {
        Path data = Files.createDirectory(directory.resolve(".." + version));
        Files.writeString(data.resolve("weir.conf"), configuration);
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), data.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Sends SIGHUP, waits until that generation runs, and returns the line of the log that tells it. */
    private static String hangUp(WeirProcess weir, int generation) throws IOException, InterruptedException {
        weir.process().signal("HUP");
        Pattern taken =
                Pattern.compile(".* event=reload result=taken trigger=signal generation=" + generation + " .*\n");
        Eventually.holds("generation " + generation + " runs", () -> {
            String log = weir.err();
            assertThat(log).doesNotContain("level=ERROR");
            return taken.matcher(log).find();
        });
        Matcher line = taken.matcher(weir.err());
        assertThat(line.results()).as("lines of one reload").hasSize(1);
        line.reset();
        assertThat(line.find()).isTrue();
        return line.group();
    }

    private static String reloadLines(WeirProcess weir) {
        return String.join(
                "\n",
                weir.err()
                        .lines()
                        .filter(line -> line.contains("event=reload "))
                        .toList());
    }

    private static Finished reload(Path socket) {
        return Finished.run(WeirProcess.command("reload", "--admin", socket.toString()));
    }

    private static void assertTaken(WeirProcess weir) {
        HttpResponse<String> answer = post(weir, "Weir-Admin", "1", "Authorization", "Bearer " + TOKEN);
        assertThat(answer.body()).contains("\"result\":\"taken\"");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(WeirProcess weir, String... fields) {
        URI page = URI.create("http://" + weir.adminAddress() + "/reload");
        return Http.send(
                HttpRequest.newBuilder(page)
                        .headers(fields)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}", StandardCharsets.UTF_8)),
                weir::err);
    }
}
