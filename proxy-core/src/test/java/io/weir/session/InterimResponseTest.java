package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.exchange.ExchangeInsides;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses before the final one (1xx), and clients that wait for one. */
final class InterimResponseTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"100, 1", "103, 1", "102, 3", "199, 2"})
    void interim_responses_in_segments_of_their_own_pass(int status, int times) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        for (int i = 0; i < times; i++) {
            back.sendHead("HTTP/1.1 " + status + " So far", "Link: </" + i + ">");
            HttpMessage interim = client.readResponse();
            assertThat(interim.status()).isEqualTo(status);
            assertThat(interim.field("Link")).isEqualTo("</" + i + ">");
            assertThat(interim.field("Via")).isEqualTo("1.1 weir");
            assertThat(interim.has("Connection")).isFalse();
        }
        back.send(HttpScript.ok("final"));
        assertThat(client.readResponse().text()).isEqualTo("final");
        assertThat(proxy.nextEnded().status()).isEqualTo(200);
        assertThat(proxy.server().idle()).isEqualTo(1);
    }

    // The longest fill a whole buffer, and more: each must be written before the next in the same buffer is looked at.
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "10, 0", "100, 0", "100, 200", "100, 1000", "20, 12000"})
    void interim_responses_in_one_piece_with_the_final_one_pass(int times, int padding) throws IOException {
        String interim = head("HTTP/1.1 100 ", "X: " + "x".repeat(padding));
        ScriptedServer server =
                scene.server(HttpScript.answering(request -> interim.repeat(times) + HttpScript.ok(request.target())));
        RunningProxy proxy = scene.http(server).buffers(1, 0).loops(1).start();
        ScriptedConnection client = proxy.connect();
        for (int request = 0; request < 2; request++) {
            client.sendHead("GET /" + request + " HTTP/1.1", "Host: a");
            for (int i = 0; i < times; i++) {
                assertThat(client.readResponse().status()).isEqualTo(100);
            }
            assertThat(client.readResponse().text()).isEqualTo("/" + request);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void a_server_that_fills_the_largest_buffer_with_interim_responses_is_given_up(String version) throws IOException {
        ScriptedServer server = scene.server(
                HttpScript.answering(request -> "HTTP/1.1 100 \r\n\r\n".repeat(60_000) + HttpScript.ok("x")));
        RunningProxy proxy = scene.http(server)
                .buffers(1, 0)
                .loops(1)
                .bufferSize(1 << 20)
                .socketBuffers(4 << 20)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / " + version, "Host: a");
        HttpMessage response = client.readResponse();
        while (response.status() == 100) {
            response = client.readResponse();
        }
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).contains("too-many-interim");
        assertThat(proxy.nextEnded().reason()).isEqualTo("too-many-interim");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void a_client_of_http_1_0_gets_the_final_response_only(int times) throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(
                request -> head("HTTP/1.1 103 Early Hints", "Link: </>").repeat(times) + HttpScript.ok("final")));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.0");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("final");
        client.expectEnd();
    }

    // The parked tail of the interim response used to come behind the error page: what a server sends as a field was a
    // response of its own.
    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void a_fault_behind_a_half_sent_interim_response_breaks_the_client_off(long parkedBytes) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .parkedBytes(parkedBytes)
                .socketBuffers(64 * 1024)
                .start();
        ScriptedConnection client = proxy.connect(RunningProxy.FRONT, 4096);
        client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        ScriptedConnection back = server.accept();
        back.readHead();
        // As many as may come, and so long that no socket takes them all.
        String interim = head("HTTP/1.1 103 Early Hints", "Link: <" + "x".repeat(12_000) + ">");
        scene.beside(() -> {
            try {
                back.send(interim.repeat(ExchangeInsides.MOST_INTERIM));
            } catch (IOException e) {
                // The proxy need not take all of it.
            }
            return back;
        });
        assertThat(client.readHead().status()).isEqualTo(103);
        proxy.await("stall", () -> proxy.level().stalled() > 0 || proxy.status().parkedBytes() > 0);
        client.send("x\r\n");
        assertThat(proxy.nextEnded().reason()).isEqualTo("bad-chunk-size");
        expectInOrder(untilEndOrReset(client).split("(?=HTTP/1.1 )"));
    }

    // The stall may have been over for a moment when the fault came: then the page is in its place, behind a whole
    // response.
    private static void expectInOrder(String[] responses) {
        String whole = responses[0];
        String last = responses[responses.length - 1];
        assertThat(whole).startsWith("HTTP/1.1 103 ");
        assertThat(Arrays.copyOf(responses, responses.length - 1)).allMatch(whole::equals);
        assertThat(whole.startsWith(last) || (last.startsWith("HTTP/1.1 400 ") && last.endsWith("bad-chunk-size\n")))
                .as(last)
                .isTrue();
    }

    private static String untilEndOrReset(ScriptedConnection client) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            client.in().transferTo(all);
        } catch (IOException reset) {
            // What came before it is there.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_client_that_waits_for_100_gets_it_from_the_server() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue");
        ScriptedConnection back = server.accept();
        assertThat(back.readHead().field("Expect")).isEqualTo("100-continue");
        back.sendHead("HTTP/1.1 100 Continue");
        assertThat(client.readResponse().status()).isEqualTo(100);
        client.send("body");
        back.expect("body");
        back.send(HttpScript.ok("stored"));
        assertThat(client.readResponse().text()).isEqualTo("stored");
        client.sendHead("GET /next HTTP/1.1", "Host: a");
        assertThat(back.readRequest().target()).isEqualTo("/next");
        back.send(HttpScript.ok("x"));
        client.readResponse();
    }

    @Test
    void a_client_that_waits_for_100_and_is_refused_need_not_send_its_body() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead("HTTP/1.1 417 No", "Content-Length: 0");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(417);
        // Whether the body still comes cannot be known, so neither connection may be used again.
        assertThat(response.field("Connection")).isEqualTo("close");
        client.expectEnd();
        back.expectGone();
        assertThat(proxy.nextEnded().status()).isEqualTo(417);
    }
}
