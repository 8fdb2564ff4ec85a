package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.chunks;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests sent before the one before them is answered. */
final class PipeliningTest {

    private static final long FULL = 0;
    private static final long AMPLE = 1 << 20;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({
        "1, 64, 0, " + AMPLE,
        "2, 64, 0, " + AMPLE,
        "3, 1, 0, " + AMPLE,
        "50, 64, 2, " + AMPLE,
        "50, 1, 0, " + AMPLE,
        "50, 2, 0, " + AMPLE,
        "2, 64, 0, " + FULL,
        "50, 64, 0, " + FULL,
        "50, 1, 1, " + FULL,
        "50, 2, 0, " + FULL,
        "50, 1, 1, 300"
    })
    void requests_in_one_piece_are_answered_in_order(int requests, int count, int reserve, long parkedBytes)
            throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server)
                .loops(1)
                .buffers(count, reserve)
                .parkedBytes(parkedBytes)
                .stallQuota(1)
                .start();
        ScriptedConnection client = proxy.connect();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            all.append(request(i));
        }
        client.send(all.toString());
        for (int i = 0; i < requests; i++) {
            assertThat(client.readResponse().text()).isEqualTo(echo(i));
        }
        assertThat(server.connections()).isEqualTo(1);
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
    }

    // Bodies, and some heads, reach over the end of a buffer of this size.
    @ParameterizedTest
    @ValueSource(longs = {FULL, AMPLE})
    void requests_larger_than_a_buffer_are_answered_in_order(long parkedBytes) throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server)
                .bufferSize(2048)
                .buffers(2, 2)
                .parkedBytes(parkedBytes)
                .stallQuota(1)
                .start();
        ScriptedConnection client = proxy.connect();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String body = "x".repeat(i * 97 % 3000);
            all.append(head("PUT /" + i + " HTTP/1.1", "Host: a", "Content-Length: " + body.length()))
                    .append(body);
        }
        scene.beside(() -> client.send(all.toString()));
        for (int i = 0; i < 40; i++) {
            assertThat(client.readResponse().text()).isEqualTo("PUT /" + i + " " + "x".repeat(i * 97 % 3000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FULL, AMPLE})
    void all_that_was_sent_before_the_client_ended_its_bytes_is_answered(long parkedBytes) throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).parkedBytes(parkedBytes).start();
        ScriptedConnection client = proxy.connect();
        client.send(request(0) + request(1) + request(2)).finish();
        for (int i = 0; i < 3; i++) {
            assertThat(client.readResponse().text()).isEqualTo(echo(i));
        }
        client.expectEnd();
    }

    @Test
    void a_request_that_arrives_while_the_server_works_is_answered_next() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /1 HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        client.sendHead("GET /2 HTTP/1.1", "Host: a");
        proxy.awaitStatus("its first byte was seen", status -> status.parkedBytes() == 1);
        assertThat(proxy.level().leased()).isZero();
        back.send(HttpScript.ok("one"));
        assertThat(client.readResponse().text()).isEqualTo("one");
        assertThat(back.readRequest().target()).isEqualTo("/2");
        back.send(HttpScript.ok("two"));
        assertThat(client.readResponse().text()).isEqualTo("two");
    }

    @Test
    void half_a_request_behind_a_whole_one_waits_for_its_other_half() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send(request(0) + "GET /half HT");
        assertThat(client.readResponse().text()).isEqualTo(echo(0));
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
        client.send("TP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.readResponse().text()).isEqualTo("GET /half ");
    }

    @Test
    void what_is_behind_a_request_to_close_is_not_answered() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.send(head("GET /1 HTTP/1.1", "Host: a", "Connection: close") + request(2));
        assertThat(client.readResponse().text()).isEqualTo("GET /1 ");
        client.expectEnd();
        client.close();
        proxy.awaitQuiescence();
        assertThat(script.requests()).hasSize(1);
    }

    @Test
    void a_thousand_bad_requests_in_one_piece_cost_one_answer() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo())).start();
        ScriptedConnection client = proxy.connect();
        client.send("GET\r\n\r\n".repeat(1000));
        assertThat(client.readResponse().status()).isEqualTo(400);
        client.expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("bad-request-line");
    }

    // Each is refused without a wait, so each could be answered from within the answer before.
    @Test
    void a_thousand_requests_that_nobody_serves_are_all_answered() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, io.weir.route.RouteSettings.everything("b"))
                .server("b", scene.nobody(), 0, 0)
                .start();
        ScriptedConnection client = proxy.connect();
        scene.beside(() -> client.send(head("GET / HTTP/1.1", "Host: a").repeat(1000)));
        for (int i = 0; i < 1000; i++) {
            assertThat(client.readResponse().status()).isEqualTo(503);
        }
    }

    private static String request(int i) {
        return switch (i % 4) {
            case 0 -> head("GET /" + i + " HTTP/1.1", "Host: a");
            case 1 -> head("POST /" + i + " HTTP/1.1", "Host: a", "Content-Length: " + body(i).length()) + body(i);
            case 2 -> head("PUT /" + i + " HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + chunks("a", body(i));
            default -> "\r\n" + head("DELETE /" + i + " HTTP/1.1", "Host: a", "Content-Length: 0");
        };
    }

    private static String echo(int i) {
        return switch (i % 4) {
            case 0 -> "GET /" + i + " ";
            case 1 -> "POST /" + i + " " + body(i);
            case 2 -> "PUT /" + i + " a" + body(i);
            default -> "DELETE /" + i + " ";
        };
    }

    private static String body(int i) {
        return "body".repeat(1 + i);
    }
}
