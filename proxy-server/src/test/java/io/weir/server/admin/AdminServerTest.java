package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.weir.server.config.AdminSettings;
import io.weir.testing.wire.KernelQueues;
import io.weir.testing.wire.Patience;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminServerTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "admin.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final int BACKLOG = 45;

    private final FakeView view = new FakeView();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                settings(List.of("metrics.example")),
                view,
                AdminConnections.MOST);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void metrics_are_in_the_format_of_prometheus() throws IOException {
        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .endsWith("\r\n\r\nweir_buffers_leased 3.0\n");
    }

    @Test
    void holders_are_counted_by_client_and_the_longest_are_listed() throws IOException {
        String page = get("/debug/holders");
        Config json = ConfigFactory.parseString(page.substring(page.indexOf("\r\n\r\n")));
        assertThat(json.getInt("stalled")).isEqualTo(120);
        assertThat(json.getInt("stalled_limit")).isEqualTo(32);
        assertThat(json.getConfigList("clients"))
                .extracting(client -> client.getString("address") + " " + client.getInt("stalled"))
                .containsExactly("192.0.2.1 119", "192.0.2.2 1");
        assertThat(json.getConfigList("longest")).hasSize(100);
        Config longest = json.getConfigList("longest").get(0);
        assertThat(longest.getLong("session")).isZero();
        assertThat(longest.getString("flow")).isEqualTo("response");
        assertThat(longest.getString("client")).isEqualTo("192.0.2.1");
        assertThat(longest.getLong("stalled_ms")).isEqualTo(120_000);
        assertThat(longest.getInt("left_bytes")).isEqualTo(16_384);
    }

    @Test
    void live_is_always_200() throws IOException {
        view.ready = false;
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("live\n");
    }

    // A full pool is a proxy at work: who asks is to see it, and a load balancer is not to take it out.
    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health/live", "/health/ready", "/status"})
    void every_page_is_200_while_no_buffer_is_free(String page) throws IOException {
        view.leased = FakeView.LIMIT_OF_BUFFERS;
        assertThat(get(page)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void ready_is_503_once_it_drains() throws IOException {
        assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("ready\n");
        view.ready = false;
        assertThat(get("/health/ready"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("draining\n");
    }

    @Test
    void status_is_json_with_the_words_of_the_metrics() throws IOException {
        String answer = get("/status");
        Config status = ConfigFactory.parseString(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(status.getString("version")).isEqualTo("1.2.3");
        assertThat(status.getInt("buffers.leased")).isEqualTo(3);
        assertThat(status.getInt("buffers.limit")).isEqualTo(68);
        assertThat(status.getInt("buffers.waiting")).isEqualTo(6);
        assertThat(status.getInt("sessions.limit")).isEqualTo(10_000);
        assertThat(status.getConfigList("servers").get(0).getString("limit")).isEqualTo("unlimited");
        assertThat(status.getConfigList("servers").get(1).getInt("limit")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status", "/config", "/debug/holders"})
    void the_document_has_every_field_of_a_page_and_no_other(String page) throws IOException {
        String answer = get(page);
        List<String> fields = new ArrayList<>();
        collectFields(
                "",
                ConfigFactory.parseString(answer.substring(answer.indexOf("\r\n\r\n")))
                        .root(),
                fields);
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf("| Field of `" + page + "` |"));
        String rows = table.substring(0, (table + "\n\n").indexOf("\n\n"));
        assertThat(ROW.matcher(rows).results().map(row -> row.group(1)))
                // The block of the file, whose keys are in another document.
                .filteredOn(row -> !row.equals("weir"))
                .containsExactlyInAnyOrderElementsOf(fields.stream().distinct().toList());
    }

    @Test
    void the_document_and_the_index_have_the_same_pages() throws IOException {
        String index = get("/");
        List<String> pages = Pattern.compile("(?m)^(/\\S+) ")
                .matcher(index.substring(index.indexOf("\r\n\r\n")))
                .results()
                .map(page -> page.group(1))
                .toList();
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group(1)))
                .filteredOn(row -> row.startsWith("/") && row.length() > 1)
                .containsExactlyInAnyOrderElementsOf(pages);
    }

    private static void collectFields(String path, ConfigValue value, List<String> fields) {
        if (value instanceof ConfigObject block) {
            block.forEach((name, child) -> collectFields(path.isEmpty() ? name : path + "." + name, child, fields));
        } else if (value instanceof ConfigList list) {
            list.forEach(element -> collectFields(path + "[]", element, fields));
        } else {
            fields.add(path);
        }
    }

    @Test
    void addresses_of_ipv6_are_short() throws IOException {
        view.client = InetAddress.getByName("2001:db8:0:0:0:0:0:1");
        assertThat(get("/debug/holders")).contains("\"2001:db8::1\"").doesNotContain("0:0");
    }

    @Test
    void the_index_lists_the_pages() throws IOException {
        assertThat(get("/"))
                .contains("Weir 1.2.3", "/metrics", "/health/live", "/health/ready", "/status")
                .doesNotContain("Writes");
    }

    @Test
    void a_query_is_not_part_of_the_page() throws IOException {
        assertThat(get("/health/live?verbose")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void head_is_get_without_a_body() throws IOException {
        assertThat(send("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void other_methods_are_405_and_change_nothing(String method) throws IOException {
        assertThat(send(method + " /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("allow: GET, HEAD\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/metrics/", "/health", "//metrics", "/../etc/passwd"})
    void other_pages_are_404(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @ParameterizedTest
    @CsvSource({"3000, 10", "10, 20000"})
    void a_long_head_is_400(int targetLength, int fieldLength) throws IOException {
        String request =
                "GET /" + "a".repeat(targetLength) + " HTTP/1.1\r\nHost: localhost\r\nX: " + "b".repeat(fieldLength);
        assertThat(send(request + "\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void a_head_of_many_small_fields_is_400() throws IOException {
        assertThat(get("/health/live", "a:\r\n".repeat(BoundedFields.MOST / 2))).startsWith("HTTP/1.1 200");
        assertThat(get("/health/live", "a:\r\n".repeat(BoundedFields.MOST + 1))).startsWith("HTTP/1.1 400");
    }

    @Test
    void one_answer_to_a_connection_however_many_requests_it_sends() throws IOException {
        String answers = send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50));
        assertThat(answers).containsOnlyOnce("HTTP/1.1 200 OK").contains("connection: close\r\n");
    }

    // It does not fit into the sockets, so that it is still on its way when the request has long ended.
    @Test
    void a_long_page_comes_whole_to_a_client_that_takes_its_time() throws IOException {
        view.padding = 4 << 20;
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(view.padding);
        }
    }

    @Test
    void health_is_answered_while_a_page_is_rendered() throws Exception {
        view.gate = new CountDownLatch(1);
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            view.entered.await();
            assertThat(get("/health/live")).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(get("/health/ready")).startsWith("HTTP/1.1 200 OK\r\n");
            view.gate.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("weir_buffers_leased 3.0\n");
        } finally {
            view.gate.countDown();
        }
    }

    @Test
    void a_page_that_fails_is_500_and_the_next_one_works() throws IOException {
        view.broken = true;
        assertThat(get("/metrics")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        assertThat(get("/health/live")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                "10.2.3.4:9901",
                "[::1]:9901",
                "[fd00::1]",
                "localhost:9901",
                "LOCALHOST.",
                "weir.localhost",
                "metrics.example",
                "Metrics.Example.:80"
            })
    void a_page_is_shown_for_addresses_and_names_of_this_listener(String host) throws IOException {
        assertThat(get("/status", "Host: " + host)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9901",
                "metrics.example.evil.example",
                "127.0.0.1.evil.example",
                "notlocalhost",
                "[::1].evil.example",
                "[evil.example]",
                "1.2.3",
                "evil.example:80:127.0.0.1",
                "evil.example/.localhost",
                "evil.example#.localhost",
                "evil.example?.localhost",
                "evil.example .localhost",
                "evil.example\t.localhost",
                "evil.example@x.localhost",
                "evil.example\\.localhost",
                "evil.example%2f.localhost",
                "evil.example,.localhost",
                ".localhost",
                "a..localhost",
                "localhost..",
                "localhost:80a",
                "localhost:+80",
                "localhost:123456",
                "127.0.0.1:x",
                "[::1]x",
                "[::1%lo]/.localhost"
            })
    void a_page_is_not_shown_for_a_foreign_name(String host) throws IOException {
        for (String page : List.of("/", "/metrics", "/status", "/debug/holders", "/nothing")) {
            assertThat(get(page, "Host: " + host))
                    .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
                    .contains("weir.admin.hosts")
                    .doesNotContain("evil");
        }
    }

    /** The sum at start reckons with 45 of them. */
    @Test
    void forty_five_connections_and_no_more_wait_until_they_are_accepted() throws Exception {
        assumeTrue(KernelQueues.areKnown(), "needs the tables of Linux: /proc/net/tcp");
        KernelQueues queues = new KernelQueues(address().getPort());
        view.healthGate = new CountDownLatch(1);
        List<SocketChannel> clients = new ArrayList<>();
        try (Socket busy = connect()) {
            busy.getOutputStream().write("GET /health/ready HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            view.askedForHealth.await();
            for (int i = 0; i < 3 * BACKLOG; i++) {
                SocketChannel client = SocketChannel.open();
                clients.add(client);
                client.configureBlocking(false);
                client.connect(address());
            }
            Scene.await(
                    "connections that wait", () -> queues.complete() >= BACKLOG, () -> queues.complete() + " complete");
            assertThat(queues.complete()).isLessThanOrEqualTo(1L + BACKLOG);
        } finally {
            view.healthGate.countDown();
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, GET /health/live HTTP/1.1, Host: a.example",
        "200, HEAD /health/ready HTTP/1.0, A: b",
        "400, GET /, Host: localhost",
        "404, GET /nothing HTTP/1.1, Host: localhost",
        "405, PUT /metrics HTTP/1.1, Host: localhost",
        "421, GET /metrics HTTP/1.1, Host: a.example",
        "500, GET /metrics HTTP/1.1, Host: localhost"
    })
    void every_answer_tells_that_it_comes_from_an_admin_listener(int status, String line, String field)
            throws IOException {
        view.broken = status == 500;
        assertThat(send(line + "\r\n" + field + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nWeir-Admin: 1\r\n");
    }

    @Test
    void two_hosts_are_400() throws IOException {
        assertThat(get("/status", "Host: localhost\r\nHost: localhost")).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void a_request_without_host_is_answered_as_tools_send_it() throws IOException {
        assertThat(send("GET /status HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    // RFC 9112 2.3, 3.2, 5.2; RFC 9110 5.5, 5.6.2.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\u000b /P HTTP/1.1\r\nHost: localhost",
                "G(T /P HTTP/1.1\r\nHost: localhost",
                "GET /P HTTP/1.2\r\nAccept: a",
                "GET /P HTTP/2.0\r\nHost: localhost",
                "GET /P HTTP/0.9\r\nHost: localhost",
                "GET /P ICAP/1.0\r\nHost: localhost",
                "GET /P HTTP/1.1\r\nAccept: a",
                "GET /P HTTP/1.1\r\nHost: localhost\r\nHost: localhost",
                "GET /P HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer\r\n 0123456789abcdef",
                "GET /P HTTP/1.1\r\nHost: localhost\r\n\tfolded",
                "GET /P HTTP/1.1\r\nHost: localhost\r\nA: b\u000bc"
            })
    void a_head_that_is_no_http_1_is_400(String head) throws IOException {
        assertThat(send(head.replace("/P", "/status") + "\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(server.refusals().get("bad-request").getAsLong()).isOne();
    }

    // Probes of every kind have been answered so far: they are told nothing that is worth a refusal.
    @Test
    void health_is_answered_to_a_probe_without_host() throws IOException {
        assertThat(send("GET /health/live HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9901, http://localhost:9901",
        "10.0.0.1:9901, HTTP://10.0.0.1:9901",
        "10.0.0.1:9901, https://metrics.example",
        "10.0.0.1:9901, http://localhost:3000"
    })
    void a_page_is_shown_to_its_own_origin_and_to_names_of_this_listener(String host, String origin)
            throws IOException {
        assertThat(get("/status", "Host: " + host + "\r\nOrigin: " + origin)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://10.0.0.2:9901",
                "localhost:9901",
                "file://localhost",
                "",
                "http://evil.example/.localhost",
                "http://evil.example#.localhost",
                "http://evil.example/@localhost",
                "http://"
            })
    void a_page_is_not_shown_to_another_origin(String origin) throws IOException {
        assertThat(get("/status", "Host: localhost:9901\r\nOrigin: " + origin))
                .startsWith("HTTP/1.1 403 Forbidden\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready?a"})
    void health_tells_nothing_and_is_told_to_all(String page) throws IOException {
        assertThat(get(page, "Host: evil.example\r\nOrigin: http://evil.example"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void health_is_answered_beside_any_number_of_half_sent_heads() throws IOException {
        List<Socket> flood = new ArrayList<>();
        for (int i = 0; i < 2 * AdminConnections.MOST; i++) {
            flood.add(halfSent());
            assertThat(get("/health/ready", "Host: localhost")).startsWith("HTTP/1.1 200 OK\r\n");
        }
        // The oldest have been closed, and the newest are still welcome.
        assertThat(flood.get(0).getInputStream().read()).isEqualTo(-1);
        Socket newest = flood.get(flood.size() - 1);
        newest.getOutputStream().write("X\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(newest.getInputStream().readAllBytes()).isNotEmpty();
        for (Socket socket : flood) {
            socket.close();
        }
    }

    private Socket halfSent() throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write("GET /status HTTP/1.0\r\nA: ".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void an_address_that_is_taken_is_told() {
        assertThatThrownBy(() -> AdminServer.start(server.address(), AdminSettings.NONE, view, AdminConnections.MOST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    private static AdminSettings settings(List<String> hosts) {
        return new AdminSettings(
                hosts,
                Optional.empty(),
                AdminSettings.NONE.tokens(),
                AdminSettings.NONE.open(),
                AdminSettings.NONE.shown());
    }

    private InetSocketAddress address() {
        return server.address().orElseThrow();
    }

    private String get(String path) throws IOException {
        return get(path, "Host: localhost");
    }

    private String get(String path, String fields) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n\r\n");
    }

    private String send(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address().getAddress(), address().getPort());
        socket.setSoTimeout(Patience.MILLIS);
        return socket;
    }
}
