package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Weir answers itself: the status, the reason in page and timeline, and whether the client may go on. */
final class OwnAnswersTest {

    private static final Duration SHORT = Duration.ofMillis(150);

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    static Stream<Arguments> requests_that_break_the_rules() {
        return Stream.of(
                arguments(head("GET / HTTP/1.1"), 400, "missing-host"),
                arguments(head("GET / HTTP/1.1", "Host: a", "Host: a"), 400, "duplicate-host"),
                arguments(head("GET  / HTTP/1.1", "Host: a"), 400, "bad-request-line"),
                arguments("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n", 400, "tls-on-plain-port"),
                arguments("\u0001\u0003\u0001", 400, "control-byte"),
                arguments(head("G(T / HTTP/1.1", "Host: a"), 400, "bad-method"),
                arguments(head("GET / HTTP/1.1", "Host: a", "X : y"), 400, "whitespace-before-colon"),
                arguments(head("GET / HTTP/1.1", "Host: a", "Content-Length: +1"), 400, "bad-content-length"),
                arguments(head("GET / HTTP/1.1", "Host: a", "Content-Length: 1, 1"), 400, "repeated-content-length"),
                arguments(
                        head("GET / HTTP/1.1", "Host: a", "Content-Length: 1", "Content-Length: 2"),
                        400,
                        "conflicting-content-length"),
                arguments(
                        head("GET / HTTP/1.1", "Host: a", "Content-Length: 1", "Transfer-Encoding: chunked"),
                        400,
                        "length-and-chunked"),
                arguments(head("GET / HTTP/1.1", "Host: a").replace("\r\n", "\n"), 400, "bare-lf"),
                arguments(head("GET / HTTP/2.0", "Host: a"), 505, "unsupported-version"),
                arguments(head("CONNECT a:443 HTTP/1.1", "Host: a:443"), 501, "unsupported-method"),
                arguments(
                        head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, chunked"),
                        501,
                        "unsupported-transfer-coding"),
                arguments(head("GET /%zz HTTP/1.1", "Host: a"), 400, "bad-escape"),
                arguments(head("GET /a/../.. HTTP/1.1", "Host: a"), 400, "bad-path"),
                arguments("X".repeat(20_000), 501, "method-too-long"),
                arguments("GET /" + "x".repeat(20_000), 414, "target-too-long"),
                arguments("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(20_000), 431, "head-too-large"),
                arguments("GET / HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(200) + "\r\n", 431, "too-many-fields"));
    }

    @ParameterizedTest
    @MethodSource
    void requests_that_break_the_rules(String request, int status, String word) throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.send(request);
        expectAnswer(client, proxy, status, word);
        client.expectEnd();
        assertThat(script.requests()).isEmpty();
    }

    @Test
    void a_rule_broken_within_the_body_is_answered_while_the_server_waits() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        client.send("3\r\nabc\r\n");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("3\r\nabc\r\n");
        client.send("xyz\r\n");
        expectAnswer(client, proxy, 400, "bad-chunk-size");
        client.expectEnd();
        back.expectGone();
    }

    @Test
    void no_route_costs_a_whole_request_its_answer_and_not_the_connection() throws IOException {
        RunningProxy proxy = oneRoute();
        ScriptedConnection client = proxy.connect();
        String other = head("GET / HTTP/1.1", "Host: other");
        client.send(other + other + head("GET / HTTP/1.1", "Host: a"));
        expectAnswer(client, proxy, 404, "no-route");
        expectAnswer(client, proxy, 404, "no-route");
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }

    @Test
    void no_route_for_a_request_whose_body_is_still_to_come_ends_the_connection() throws IOException {
        RunningProxy proxy = oneRoute();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: other", "Content-Length: 5");
        expectAnswer(client, proxy, 404, "no-route");
        client.expectEnd();
    }

    @Test
    void an_options_that_goes_no_further_is_answered_and_the_connection_goes_on() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("OPTIONS * HTTP/1.1", "Host: a", "Max-Forwards: 0");
        expectAnswer(client, proxy, 200, "max-forwards");
        assertThat(script.requests()).isEmpty();
        client.sendHead("OPTIONS /next HTTP/1.1", "Host: a", "Max-Forwards: 1");
        assertThat(client.readResponse().text()).isEqualTo("OPTIONS /next ");
        assertThat(script.requests().get(0).field("Max-Forwards")).isEqualTo("0");
    }

    @Test
    void a_trace_that_goes_no_further_is_not_reflected() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("TRACE / HTTP/1.1", "Host: a", "Max-Forwards: 0");
        expectAnswer(client, proxy, 501, "unsupported-method");
        assertThat(script.requests()).isEmpty();
    }

    @Test
    void no_route_for_head_has_no_body() throws IOException {
        RunningProxy proxy = oneRoute();
        ScriptedConnection client = proxy.connect();
        client.sendHead("HEAD / HTTP/1.1", "Host: other", "Connection: close");
        assertThat(client.readHead().status()).isEqualTo(404);
        client.expectEnd();
    }

    private RunningProxy oneRoute() throws IOException {
        return scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, new RouteSettings("a", "/", "b"))
                .server("b", scene.server(HttpScript.echo()).address())
                .start();
    }

    @Test
    void a_head_that_takes_too_long() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .timeout(Phase.REQUEST_HEAD, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.send("GET / HTT");
        expectAnswer(client, proxy, 408, "request-head-timeout");
        client.expectEnd();
    }

    // Each byte comes in time; the head as a whole does not.
    @Test
    void a_head_that_trickles() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .timeout(Phase.REQUEST_HEAD, SHORT)
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.send("GET / HTTP/1.1\r\nX: ");
        proxy.awaitStatus("parked", status -> status.parkedBytes() > 0);
        clock.release();
        for (long parked = proxy.status().parkedBytes();
                parked > 0;
                parked = proxy.status().parkedBytes()) {
            long before = parked;
            client.send("y");
            proxy.awaitStatus("one more parked, or none", status -> status.parkedBytes() != before);
        }
        expectAnswer(client, proxy, 408, "request-head-timeout");
    }

    @Test
    void a_second_request_of_which_only_a_byte_came_while_the_server_worked() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.REQUEST_HEAD, SHORT)
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        client.send("G");
        proxy.awaitStatus("its byte was seen", status -> status.parkedBytes() == 1);
        back.send(HttpScript.ok("one"));
        assertThat(client.readResponse().text()).isEqualTo("one");
        proxy.nextEnded();
        clock.release();
        expectAnswer(client, proxy, 408, "request-head-timeout");
        client.expectEnd();
    }

    @Test
    void a_body_that_does_not_go_on() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.REQUEST_IDLE, SHORT)
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 10").send("12345");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("12345");
        clock.release();
        expectAnswer(client, proxy, 408, "request-idle-timeout");
        client.expectEnd();
        back.expectGone();
    }

    @Test
    void no_server_that_listens() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 502, "connect-failed");
        expectToGoOn(client);
    }

    @Test
    void a_body_behind_a_request_that_no_server_takes_ends_the_connection_in_order() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 10").send("12345");
        expectAnswer(client, proxy, 502, "connect-failed");
        client.send("67890").expectEnd();
    }

    static Stream<Arguments> responses_that_break_the_rules() {
        return Stream.of(
                arguments("SSH-2.0-OpenSSH_9.2\r\n\r\n", "bad-status-line"),
                arguments(head("HTTP/1.1 2000 OK"), "bad-status-line"),
                arguments(head("HTTP/1.1 200 OK", "Content-Length: x"), "bad-content-length"),
                arguments(
                        head("HTTP/1.1 200 OK", "Content-Length: 1", "Transfer-Encoding: chunked"),
                        "length-and-chunked"),
                arguments("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000), "head-too-large"),
                arguments("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(200) + "\r\n", "too-many-fields"));
    }

    @ParameterizedTest
    @MethodSource
    void responses_that_break_the_rules(String response, String word) throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(request -> response));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 502, word);
        expectToGoOn(client);
        assertThat(proxy.server().idle()).isZero();
    }

    @Test
    void a_server_that_closes_before_its_response() throws IOException {
        ScriptedServer server = scene.server(connection -> connection.readRequest());
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 502, "server-closed");
        expectToGoOn(client);
    }

    @Test
    void a_server_that_closes_within_its_head() throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Le");
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 502, "server-closed");
        expectToGoOn(client);
    }

    @Test
    void no_server_with_weight() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody(), 0, 0)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 503, "no-server");
        expectToGoOn(client);
    }

    @Test
    void no_slot_in_time() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", server.address(), 1, 1)
                .timeout(Phase.SLOT, SHORT)
                .start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 503, "slot-timeout");
        expectToGoOn(client);
        back.send(HttpScript.ok("first"));
        assertThat(first.readResponse().text()).isEqualTo("first");
    }

    @Test
    void no_server_that_answers_the_connect_in_time() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.unreachable())
                .timeout(Phase.CONNECT, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectAnswer(client, proxy, 504, "connect-timeout");
        expectToGoOn(client);
    }

    @Test
    void no_response_in_time() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.http(server).timeout(Phase.RESPONSE_HEAD, SHORT).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        expectAnswer(client, proxy, 504, "response-head-timeout");
        expectToGoOn(client);
        back.expectGone();
    }

    @Test
    void a_response_head_that_does_not_end_in_time() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.RESPONSE_HEAD, SHORT)
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send("HTTP/1.1 200");
        clock.release();
        expectAnswer(client, proxy, 504, "response-head-timeout");
        expectToGoOn(client);
    }

    @Test
    void a_server_that_does_not_take_the_request() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(4096);
        RunningProxy proxy = scene.http(server)
                .socketBuffers(64 * 1024)
                .timeout(Phase.WRITE_STALL, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 3000000");
        scene.beside(() -> {
            try {
                return client.send(new byte[3_000_000]);
            } catch (IOException e) {
                // The proxy need not take all of it.
                return client;
            }
        });
        expectAnswer(client, proxy, 504, "server-stall-timeout");
        client.expectEnd();
    }

    @Test
    void an_answer_to_HEAD_has_no_body() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("HEAD / HTTP/1.1", "Host: a");
        HttpMessage response = client.readResponseTo("HEAD");
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.field("Content-Length")).isNotEqualTo("0");
        expectToGoOn(client);
    }

    private static void expectAnswer(ScriptedConnection client, RunningProxy proxy, int status, String word)
            throws IOException {
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).contains(word);
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo(word);
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.responseBytes()).isPositive();
    }

    /** What is refused by its head needs no server, so it shows that the connection is alive. */
    private static void expectToGoOn(ScriptedConnection client) throws IOException {
        client.send("BAD\r\n\r\n");
        assertThat(client.readResponse().status()).isEqualTo(400);
        client.expectEnd();
    }
}
