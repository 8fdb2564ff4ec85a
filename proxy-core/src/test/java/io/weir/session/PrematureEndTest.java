package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A response that breaks off never looks whole: after its first byte the client's connection is reset. */
final class PrematureEndTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    static Stream<Arguments> broken_responses() {
        return Stream.of(
                arguments("1.1", head("HTTP/1.1 200 OK", "Content-Length: 10") + "12345"),
                arguments("1.1", head("HTTP/1.1 200 OK", "Content-Length: 10")),
                arguments("1.1", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "5\r\nhello\r\n"),
                arguments("1.1", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "5\r\nhel"),
                arguments("1.1", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "0\r\n"),
                arguments("1.1", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "0\r\nX: y\r\n"),
                arguments("1.0", head("HTTP/1.1 200 OK", "Content-Length: 10") + "12345"),
                arguments("1.0", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "5\r\nhello\r\n"),
                arguments("1.0", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "0\r\n"));
    }

    @ParameterizedTest
    @MethodSource("broken_responses")
    void a_server_that_closes_within_the_body(String version, String response) throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.send(response);
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/" + version, "Host: a");
        String received = new String(client.expectReset(), StandardCharsets.ISO_8859_1);
        // A reset may overtake what was on its way, but nothing must come that makes it whole.
        assertThat(received).doesNotEndWith("\r\n0\r\n\r\n");
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("server-closed");
        assertThat(ended.status()).isEqualTo(200);
    }

    @Test
    void a_server_that_resets_within_a_body_until_close() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK").send("so far");
        client.readHead();
        client.expect("so far");
        back.reset();
        client.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    @Test
    void a_server_that_does_not_go_on() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.RESPONSE_IDLE, Duration.ofMillis(150))
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 10").send("12345");
        client.readHead();
        client.expect("12345");
        clock.release();
        client.expectReset();
        back.expectGone();
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("response-idle-timeout");
        assertThat(ended.status()).isEqualTo(200);
    }

    @Test
    void chunks_that_break_the_rules() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked").send("5\r\nhello\r\n");
        client.readHead();
        client.expect("5\r\nhello\r\n");
        back.send("nonsense\r\n");
        client.expectReset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("bad-chunk-size");
    }

    @Test
    void chunks_that_break_the_rules_in_the_segment_of_their_head_are_a_502() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "nonsense\r\n");
        assertThat(client.readResponse().text()).isEqualTo("502 Bad Gateway: bad-chunk-size\n");
        back.expectGone();
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("bad-chunk-size");
        assertThat(ended.status()).isEqualTo(502);
    }

    @Test
    void a_client_that_breaks_the_rules_within_its_body_after_the_response_has_begun() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                .send("1\r\nx\r\n");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 10").send("12345");
        client.readHead();
        client.expect("12345").send("nonsense\r\n");
        client.expectReset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("bad-chunk-size");
    }

    // To the server a request that breaks off must not look whole either, and by its framing it does not.
    @Test
    void a_client_that_closes_within_its_body() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                .send("5\r\nhello\r\n");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("5\r\nhello\r\n");
        client.close();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }
}
