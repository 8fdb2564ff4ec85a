package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.BufferSettings;
import io.weir.server.access.Role;
import io.weir.server.access.Token;
import io.weir.server.access.Tokens;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.ShownConfig;
import io.weir.settings.Limits;
import io.weir.socket.SocketSettings;
import io.weir.testing.wire.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes to the admin listener, only those who may do so change anything. */
final class AdminWritesTest {

    private static final String READ = "read-0123456789abcdef";
    private static final String WRITE = "write-0123456789abcdef";
    private static final String HOST = "Host: localhost\r\n";
    private static final String MARK = "Weir-Admin: 1\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String BEARER = "Authorization: Bearer " + WRITE + "\r\n";
    private static final int MOST_BYTES = 100;

    private final FakeView view = new FakeView();
    private final LoggedLines audit = LoggedLines.of(Audit.class);
    private final List<WriteRequest> done = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean broken;
    private Path directory;
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "w");
        server = AdminServer.start(
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                settings(tokens(READ, WRITE), Set.of(AdminSettings.Open.values())),
                view,
                AdminConnections.MOST);
        server.register(new Write("/reload", MOST_BYTES, this::handle));
    }

    @AfterEach
    void stop() throws IOException {
        gate.countDown();
        server.close();
        audit.close();
        assertThat(directory).isEmptyDirectory();
        Files.delete(directory);
    }

    @Test
    void a_write_with_everything_that_it_needs_is_done_and_answered_as_json() throws IOException {
        assertThat(post("{\"a\":1}", HOST + MARK + JSON + BEARER))
                .startsWith("HTTP/1.1 202 Accepted\r\n")
                .contains("content-type: application/json\r\n", "connection: close\r\n")
                .endsWith("\r\n\r\n{\"b\":2}");
        assertThat(done).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo("{\"a\":1}");
            assertThat(request.role()).isEqualTo(Role.WRITE);
            assertThat(request.caller()).isEqualTo("127.0.0.1");
        });
        assertThat(audit.last())
                .startsWith("INFO event=admin_write caller=127.0.0.1 role=write write=/reload status=202 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "APPLICATION/JSON",
                "application/json;charset=\"utf-8\"",
                "application/json "
            })
    void a_content_type_may_have_parameters(String type) throws IOException {
        assertThat(post("{}", HOST + MARK + BEARER + "Content-Type: " + type + "\r\n"))
                .startsWith("HTTP/1.1 202 ");
    }

    // What a page of the web can send without being asked: a form, an image, a beacon.
    @ParameterizedTest
    @CsvSource({
        "'', 415, content-type",
        "application/x-www-form-urlencoded, 415, content-type",
        "text/plain, 415, content-type",
        "multipart/form-data; boundary=a, 415, content-type",
        "text/plain; application/json, 415, content-type",
        "application/json+a, 415, content-type",
        "'application/json, text/plain', 415, content-type"
    })
    void another_content_type_is_refused(String type, int status, String reason) throws IOException {
        assertRefused(
                post("{}", HOST + MARK + BEARER + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")),
                status,
                reason);
    }

    @Test
    void two_content_types_are_refused() throws IOException {
        assertRefused(post("{}", HOST + MARK + BEARER + JSON + "Content-Type: text/plain\r\n"), 415, "content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Weir-Admin: \r\n", "Weir-Admin: 2\r\n", MARK + MARK, "X-Weir-Admin: 1\r\n"})
    void a_write_without_its_header_is_refused(String fields) throws IOException {
        assertRefused(post("{}", HOST + JSON + BEARER + fields), 403, "header");
    }

    // What a page of the web can have a browser send must not tell whether a token is right.
    @ParameterizedTest
    @CsvSource({"'', 403, header", "Weir-Admin: 1, 415, content-type"})
    void a_request_that_a_browser_can_be_made_to_send_is_refused_before_its_token_is_looked_at(
            String field, int status, String reason) throws IOException {
        String fields = HOST + "Content-Type: text/plain\r\n" + (field.isEmpty() ? "" : field + "\r\n");
        assertRefused(post("{}", fields), status, reason);
        assertRefused(post("{}", fields + BEARER), status, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: \r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer write-0123456789abcde\r\n",
                "Authorization: Bearer write-0123456789abcdef0\r\n",
                "Authorization: Bearer WRITE-0123456789ABCDEF\r\n",
                "Authorization: Basic write-0123456789abcdef\r\n",
                "Authorization: write-0123456789abcdef\r\n",
                "Authorization: Bearer write-0123456789abcdef, Bearer a\r\n",
                "Authorization: Bearer a\r\nAuthorization: Bearer write-0123456789abcdef\r\n",
                "Cookie: token=write-0123456789abcdef\r\n",
                "Proxy-Authorization: Bearer write-0123456789abcdef\r\n"
            })
    void a_write_without_its_token_is_401_and_counted_and_told(String fields) throws IOException {
        assertThat(assertRefused(post("{}", HOST + MARK + JSON + fields), 401, "token"))
                .contains("www-authenticate: Bearer realm=\"weir\"\r\n");
        assertThat(server.refusals().get("token").getAsLong()).isOne();
        assertThat(audit.lines())
                .containsExactly("WARN event=admin_refused caller=127.0.0.1 method=POST target=/reload reason=token"
                        + " status=401 left_out=0");
    }

    @Test
    void the_token_for_reading_is_403_for_a_write() throws IOException {
        assertRefused(post("{}", HOST + MARK + JSON + "Authorization: Bearer " + READ + "\r\n"), 403, "role");
        assertThat(audit.lines().toString()).contains("reason=role").doesNotContain(READ);
    }

    @Test
    void the_name_of_the_scheme_has_no_case() throws IOException {
        assertThat(post("{}", HOST + MARK + JSON + "Authorization: bEARER  " + WRITE + "\r\n"))
                .startsWith("HTTP/1.1 202 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post"})
    void by_another_method_nothing_is_changed(String method) throws IOException {
        String answer = send(method + " /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER
                + "X-HTTP-Method-Override: POST\r\nX-Method-Override: POST\r\nX-HTTP-Method: POST\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("allow: POST\r\n")
                .doesNotContain("access-control");
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reload/",
                "//reload",
                "/reload%2f",
                "/RELOAD",
                "/x/../reload",
                "/./reload",
                "/reload?",
                "/reload?a=b",
                "/reload;a",
                "/%72eload",
                "reload",
                "\\reload",
                "/reload#a",
                "http://localhost/reload",
                "*"
            })
    void no_other_spelling_of_the_path_changes_anything(String target) throws IOException {
        assertThat(send("POST " + target + " HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER
                        + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(done).isEmpty();
    }

    @Test
    void a_name_that_was_rebound_changes_nothing_even_with_the_token() throws IOException {
        assertRefused(post("{}", "Host: evil.example\r\n" + MARK + JSON + BEARER), 421, "host");
        assertRefused(post("{}", HOST + HOST + MARK + JSON + BEARER), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://10.0.0.1", "localhost"})
    void a_page_of_another_origin_changes_nothing_even_with_the_token(String origin) throws IOException {
        assertRefused(post("{}", HOST + MARK + JSON + BEARER + "Origin: " + origin + "\r\n"), 403, "origin");
        assertThat(audit.last()).contains("reason=origin");
    }

    @Test
    void a_body_up_to_the_bound_is_taken_and_a_larger_one_is_refused() throws IOException {
        assertThat(post("a".repeat(MOST_BYTES), HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
        done.clear();
        assertRefused(post("a".repeat(MOST_BYTES + 1), HOST + MARK + JSON + BEARER), 413, "body");
        assertRefused(chunked("a".repeat(60), "b".repeat(41)), 413, "body");
        assertThat(chunked("a".repeat(60), "b".repeat(40))).startsWith("HTTP/1.1 202 ");
        assertThat(done)
                .singleElement()
                .satisfies(request -> assertThat(request.body()).hasSize(MOST_BYTES));
    }

    // Its socket takes little, so that it still sends when the refusal is out. The place of writes is free again after
    // each.
    @Test
    void the_sender_of_a_large_body_reads_the_refusal() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = connect()) {
                socket.setSendBufferSize(4096);
                write(
                        socket,
                        "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER
                                + "Transfer-Encoding: chunked\r\n\r\n30000\r\n" + "a".repeat(0x30000)
                                + "\r\n0\r\n\r\n");
                assertRefused(answer(socket), 413, "body");
            }
        }
        assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
    }

    @Test
    void a_body_that_is_no_text_is_400() throws IOException {
        byte[] head = ("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(new byte[] {(byte) 0xc3, 0x28});
            assertRefused(answer(socket), 400, "bad-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " { }\r\n\t"})
    void a_write_without_content_is_done_with_an_object_without_members_or_nothing(String body) throws IOException {
        server.register(Write.withoutContent("/bare", this::handle));
        assertThat(send(bare(body))).startsWith("HTTP/1.1 202 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "[]", "null", "{}{}", "{\"dry_run\":true}", "{}\u000b"})
    void a_body_that_such_a_write_cannot_mean_is_400(String body) throws IOException {
        server.register(Write.withoutContent("/bare", this::handle));
        assertThat(send(bare(body)))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("{\"refused\":\"bad-request\",\"why\":\"The body of this write is {} or nothing.\"}\n");
        assertThat(done).isEmpty();
        assertThat(send(bare("{}"))).startsWith("HTTP/1.1 202 ");
    }

    private static String bare(String body) {
        return "POST /bare HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    @Test
    void the_body_of_a_stranger_is_not_waited_for() throws IOException {
        assertRefused(
                send("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + "Content-Length: 50\r\n\r\n"), 401, "token");
        assertRefused(
                send("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 101\r\n\r\n"),
                413,
                "body");
    }

    @Test
    void a_client_that_waits_for_100_gets_it_only_if_it_may_write() throws IOException {
        String expecting =
                "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + "Expect: 100-continue\r\nContent-Length: 2\r\n";
        assertRefused(send(expecting + "\r\n"), 401, "token");
        try (Socket socket = connect()) {
            write(socket, expecting + BEARER + "\r\n");
            byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(interim, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(done).isEmpty();
            write(socket, "{}");
            assertThat(answer(socket)).startsWith("HTTP/1.1 202 ");
        }
    }

    // Request smuggling: whatever a proxy before this listener took for the end of the first, the second is never read.
    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 4', 'Transfer-Encoding: chunked'",
        "'Transfer-Encoding: chunked', 'Content-Length: 4'",
        "'Content-Length: 4', 'Content-Length: 0'",
        "'Content-Length: 4', 'Content-Length: 4'",
        "'Content-Length: +4', 'A: b'",
        "'Content-Length: 4,4', 'A: b'",
        "'Content-Length : 4', 'A: b'",
        "'Transfer-Encoding : chunked', 'A: b'"
    })
    void a_length_that_could_be_read_in_two_ways_is_400(String one, String other) throws IOException {
        String smuggled = "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n{}";
        String answer = send("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + one + "\r\n" + other
                + "\r\n\r\n0\r\n\r\n" + smuggled);
        assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").containsOnlyOnce("HTTP/1.1");
        assertThat(done).isEmpty();
    }

    @Test
    void chunks_of_http_1_0_are_400() throws IOException {
        assertThat(send("POST /reload HTTP/1.0\r\n" + MARK + JSON + BEARER
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(done).isEmpty();
    }

    @Test
    void a_write_that_stands_in_the_body_of_a_page_or_behind_it_is_not_done() throws IOException {
        String write = "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n{}";
        String inBody =
                send("GET /health/live HTTP/1.1\r\n" + HOST + "Content-Length: " + write.length() + "\r\n\r\n" + write);
        assertThat(inBody).startsWith("HTTP/1.1 200 OK\r\n").containsOnlyOnce("HTTP/1.1");
        assertThat(send("GET /health/live HTTP/1.1\r\n" + HOST + "\r\n" + write))
                .containsOnlyOnce("HTTP/1.1");
        assertThat(done).isEmpty();
    }

    @Test
    void of_pipelined_writes_the_first_is_done() throws IOException {
        String write = "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n{}";
        assertThat(send(write.repeat(5))).containsOnlyOnce("HTTP/1.1").startsWith("HTTP/1.1 202 ");
        assertThat(done).hasSize(1);
    }

    @Test
    void chunks_that_are_broken_are_400_and_the_next_write_is_done() throws IOException {
        assertRefused(
                send("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
                400,
                "bad-request");
        assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
    }

    @Test
    void while_a_write_is_done_another_is_409_and_every_page_answers() throws Exception {
        gate = new CountDownLatch(1);
        try (Socket first = connect()) {
            write(first, "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n{}");
            entered.await();
            assertRefused(post("{}", HOST + MARK + JSON + BEARER), 409, "busy");
            for (String page : List.of("/health/live", "/health/ready", "/metrics", "/status", "/config")) {
                assertThat(get(page, HOST + BEARER)).startsWith("HTTP/1.1 200 OK\r\n");
            }
            gate.countDown();
            assertThat(answer(first)).startsWith("HTTP/1.1 202 ");
        }
        assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
    }

    @Test
    void a_body_that_does_not_come_gives_the_place_back() throws IOException {
        try (Socket slow = connect()) {
            write(slow, "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Content-Length: 2\r\n\r\n{");
            awaitAnswer("HTTP/1.1 409 ");
        }
        awaitAnswer("HTTP/1.1 202 ");
    }

    @Test
    void a_write_that_fails_is_500_without_its_story_and_the_next_one_is_done() throws IOException {
        broken = true;
        assertThat(post("{}", HOST + MARK + JSON + BEARER))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .doesNotContain("broken");
        assertThat(audit.last()).contains("status=500");
        broken = false;
        assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
    }

    @Test
    void without_a_token_for_writing_writes_are_off_on_the_network() throws IOException {
        server.replace(settings(tokens(READ, ""), Set.of()));
        String answer = assertRefused(
                post("{}", HOST + MARK + JSON + "Authorization: Bearer " + READ + "\r\n"), 403, "writes-off");
        assertThat(answer).contains("weir.admin.tokens.write", "weir.admin.socket");
        assertRefused(post("{}", HOST + MARK + JSON + BEARER), 403, "writes-off");
    }

    @Test
    void tokens_are_replaced_at_once() throws IOException {
        String other = "other-0123456789abcdef";
        server.replace(settings(tokens("", other), Set.of()));
        assertRefused(post("{}", HOST + MARK + JSON + BEARER), 401, "token");
        assertThat(post("{}", HOST + MARK + JSON + "Authorization: Bearer " + other + "\r\n"))
                .startsWith("HTTP/1.1 202 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/status", "/config", "/debug/holders", "/nothing", "/metrics/", "/health"})
    void with_a_token_for_reading_a_page_needs_one(String page) throws IOException {
        assertThat(get(page, HOST))
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("www-authenticate: Bearer realm=\"weir\"\r\n");
        for (String token : List.of(READ, WRITE)) {
            assertThat(get(page, HOST + "Authorization: Bearer " + token + "\r\n"))
                    .doesNotContain("HTTP/1.1 401 ");
        }
    }

    @Test
    void probes_and_prometheus_need_no_token_unless_told_otherwise() throws IOException {
        List<String> pages = List.of("/health/live", "/health/ready?a", "/metrics", "/metrics?a");
        for (String page : pages) {
            assertThat(get(page, HOST)).startsWith("HTTP/1.1 200 OK\r\n");
        }
        server.replace(settings(tokens(READ, WRITE), Set.of()));
        for (String page : pages) {
            assertThat(get(page, HOST)).startsWith("HTTP/1.1 401 Unauthorized\r\n");
            assertThat(get(page, HOST + BEARER)).startsWith("HTTP/1.1 200 OK\r\n");
        }
        server.replace(settings(tokens("", WRITE), Set.of()));
        for (String page : pages) {
            assertThat(get(page, HOST)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void the_configuration_is_shown_to_those_who_may_read() throws IOException {
        String answer = get("/config", HOST + BEARER);
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: application/json\r\n");
        assertThat(ConfigFactory.parseString(answer.substring(answer.indexOf("\r\n\r\n")))
                        .hasPath("weir"))
                .isTrue();
        Config shown = ConfigFactory.parseString(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(shown.getLong("generation")).isEqualTo(3);
        assertThat(shown.getString("hash")).isEqualTo("0123456789ab");
        assertThat(shown.getInt("worked_out.event-loops")).isPositive();
        assertThat(shown.getInt("worked_out.buffers.count")).isEqualTo(BufferSettings.DEFAULT.count());
        assertThat(shown.getInt("worked_out.limits.connections")).isEqualTo(Limits.DEFAULT.connections());
        assertThat(shown.getLong("worked_out.sockets.memory")).isEqualTo(SocketSettings.DEFAULT.memory());
    }

    @Test
    void a_caller_on_the_socket_needs_no_token_and_no_host_but_the_rest() throws IOException {
        assertThat(sendUnix("POST /reload HTTP/1.1\r\n" + MARK + JSON + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(done)
                .singleElement()
                .satisfies(request -> assertThat(request.caller()).isEqualTo("unix"));
        assertThat(audit.last()).contains("caller=unix role=write");
        done.clear();
        assertRefused(sendUnix("POST /reload HTTP/1.1\r\n" + JSON + "Content-Length: 2\r\n\r\n{}"), 403, "header");
        assertRefused(
                sendUnix("POST /reload HTTP/1.1\r\n" + MARK + "Content-Length: 2\r\n\r\n{}"), 415, "content-type");
        assertThat(sendUnix("GET /reload HTTP/1.1\r\n" + MARK + JSON + "\r\n")).startsWith("HTTP/1.1 405 ");
        for (String page :
                List.of("/health/live", "/health/ready", "/metrics", "/status", "/config", "/debug/holders")) {
            assertThat(sendUnix("GET " + page + " HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void the_socket_answers_beside_any_number_of_half_sent_heads_on_the_network() throws IOException {
        Deque<Socket> flood = new ArrayDeque<>();
        for (int i = 0; i < 2 * AdminConnections.MOST; i++) {
            Socket socket = connect();
            write(socket, "GET / HTTP/1.1\r\nA: ");
            flood.add(socket);
        }
        assertThat(sendUnix("GET /status HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
        for (Socket socket : flood) {
            socket.close();
        }
    }

    @Test
    void a_question_is_answered_to_the_token_for_reading_and_needs_the_rest_of_a_write() throws IOException {
        server.register(new Write("/ask", Role.READ, MOST_BYTES, this::handle));
        String reader = "Authorization: Bearer " + READ + "\r\n";
        assertThat(post("/ask", "{}", HOST + MARK + JSON + reader)).startsWith("HTTP/1.1 202 ");
        assertThat(post("/ask", "{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
        assertThat(done).extracting(WriteRequest::role).containsExactly(Role.READ, Role.WRITE);
        done.clear();
        assertRefused(post("/ask", "{}", HOST + MARK + JSON), 401, "token");
        assertRefused(post("/ask", "{}", HOST + JSON + reader), 403, "header");
        assertRefused(post("/ask", "{}", HOST + MARK + reader), 415, "content-type");
        assertRefused(post("/ask", "a".repeat(MOST_BYTES + 1), HOST + MARK + JSON + reader), 413, "body");
        server.replace(settings(tokens("", ""), Set.of()));
        assertThat(assertRefused(post("/ask", "{}", HOST + MARK + JSON), 403, "writes-off"))
                .contains("weir.admin.tokens.read");
    }

    @Test
    void a_question_keeps_no_write_out_and_another_question_waits_for_none() throws IOException {
        server.register(new Write("/ask", Role.READ, MOST_BYTES, this::handle));
        String reader = HOST + MARK + JSON + "Authorization: Bearer " + READ + "\r\n";
        try (Socket halfSent = connect()) {
            write(halfSent, "POST /ask HTTP/1.1\r\n" + reader + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(halfSent.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 100");
            assertRefused(post("/ask", "{}", reader), 409, "busy");
            assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
        }
    }

    @Test
    void the_largest_body_of_all_comes_in_whole() throws IOException {
        server.register(new Write("/large", Write.MOST_BYTES, this::handle));
        String body = "a".repeat(Write.MOST_BYTES);
        assertThat(post("/large", body, HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
        assertThat(done)
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEqualTo(body));
    }

    @Test
    void the_list_of_pages_has_the_writes_as_well() throws IOException {
        assertThat(send("GET / HTTP/1.1\r\n" + HOST + BEARER + "\r\n"))
                .contains("\n/status ", "\nPOST /reload\n")
                .doesNotContain("/bare");
        server.register(Write.withoutContent("/bare", this::handle));
        assertThat(send("GET / HTTP/1.1\r\n" + HOST + BEARER + "\r\n")).endsWith("\nPOST /bare\nPOST /reload\n");
    }

    @Test
    void a_path_is_registered_once_and_is_no_page() {
        for (String taken : List.of("/reload", "/status", "/metrics", "/config")) {
            assertThatThrownBy(() -> server.register(new Write(taken, 0, request -> WriteAnswer.done("{}"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("path: " + taken + " is taken");
        }
        for (String bad : List.of("", "/", "reload", "/Reload", "/a//b", "/a/", "/a?b")) {
            assertThatThrownBy(() -> new Write(bad, 0, request -> WriteAnswer.done("{}")))
                    .hasMessageStartingWith("path: ");
        }
    }

    @Test
    void ten_thousand_connections_and_as_many_guesses_stop_no_probe() throws IOException {
        Deque<Socket> open = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            Socket socket = connect();
            write(
                    socket,
                    i % 2 == 0
                            ? "GET /status HTTP/1.1\r\nA: "
                            : "POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + "Authorization: Bearer guess-" + i
                                    + "-0123456789abcdef\r\nContent-Length: 2\r\n\r\n");
            open.add(socket);
            if (open.size() > 4 * AdminConnections.MOST) {
                open.remove().close();
            }
            // Fewer than the kernel keeps until they are accepted: beyond that it drops them, and they are sent again
            // after a second.
            if (i % 8 == 0) {
                assertThat(get(i % 16 == 0 ? "/health/live" : "/health/ready", ""))
                        .startsWith("HTTP/1.1 200 OK\r\n");
            }
        }
        assertThat(done).isEmpty();
        assertThat(audit.lines()).hasSizeLessThan(100);
        for (Socket socket : open) {
            socket.close();
        }
        assertThat(post("{}", HOST + MARK + JSON + BEARER)).startsWith("HTTP/1.1 202 ");
    }

    private WriteAnswer handle(WriteRequest request) throws InterruptedException {
        entered.countDown();
        gate.await();
        if (broken) {
            throw new IllegalStateException("broken");
        }
        done.add(request);
        return new WriteAnswer(202, "{\"b\":2}");
    }

    private AdminSettings settings(Tokens tokens, Set<AdminSettings.Open> open) {
        return new AdminSettings(
                List.of(), Optional.of(directory.resolve("admin.sock")), tokens, open, ShownConfig.EMPTY);
    }

    private static Tokens tokens(String read, String write) {
        return new Tokens(
                Optional.of(read).filter(text -> !text.isEmpty()).map(Token::of),
                Optional.of(write).filter(text -> !text.isEmpty()).map(Token::of));
    }

    private String assertRefused(String answer, int status, String reason) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("{\"refused\":\"" + reason + "\",\"why\":\"");
        assertThat(server.refusals().get(reason).getAsLong()).isPositive();
        assertThat(done).isEmpty();
        return answer;
    }

    /** Asks for a write until the answer begins so: what another connection does is not seen at once. */
    private void awaitAnswer(String expected) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            if (post("{}", HOST + MARK + JSON + BEARER).startsWith(expected)) {
                return;
            }
        }
        throw new AssertionError("no answer " + expected);
    }

    private String post(String body, String fields) throws IOException {
        return post("/reload", body, fields);
    }

    private String post(String path, String body, String fields) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String chunked(String... chunks) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return send("POST /reload HTTP/1.1\r\n" + HOST + MARK + JSON + BEARER + "Transfer-Encoding: chunked\r\n\r\n"
                + body + "0\r\n\r\n");
    }

    private String get(String path, String fields) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n");
    }

    private String send(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return answer(socket);
        }
    }

    private String sendUnix(String request) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("admin.sock")))) {
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = server.address().orElseThrow();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(Patience.MILLIS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
