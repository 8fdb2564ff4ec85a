package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.chunks;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.testing.wire.Content;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every framing and any size pass byte for byte, and the end of each is found. */
final class BodyRelayTest {

    private static final int TEN_MEGABYTES = 10 << 20;

    @RegisterExtension
    final Scene scene = new Scene();

    static Stream<Arguments> responses() {
        return Stream.of(
                arguments("GET", head("HTTP/1.1 200 OK", "Content-Length: 5") + "hello", "hello"),
                arguments("GET", head("HTTP/1.1 200 OK", "Content-Length: 0"), ""),
                arguments("GET", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + chunks("he", "llo"), "hello"),
                arguments("GET", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + chunks(), ""),
                arguments("HEAD", head("HTTP/1.1 200 OK", "Content-Length: 5"), ""),
                arguments("HEAD", head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"), ""),
                arguments("HEAD", head("HTTP/1.1 200 OK"), ""),
                arguments("GET", head("HTTP/1.1 204 No Content"), ""),
                arguments("GET", head("HTTP/1.1 304 Not Modified", "Content-Length: 5", "ETag: \"x\""), ""),
                arguments("GET", head("HTTP/1.1 404 Not Found", "Content-Length: 2") + "no", "no"),
                arguments("POST", head("HTTP/1.1 500 Oops", "Content-Length: 4") + "sigh", "sigh"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void a_response_ends_where_its_framing_says_and_both_connections_go_on(String method, String response, String body)
            throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(request -> response));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.sendHead(method + " / HTTP/1.1", "Host: a", "Content-Length: 0");
            HttpMessage received = client.readResponseTo(method);
            assertThat(received.text()).isEqualTo(body);
            assertThat(received.status()).isEqualTo(Integer.parseInt(response.substring(9, 12)));
            assertThat(proxy.nextEnded().status()).isEqualTo(received.status());
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_body_until_close_ends_with_the_connection() throws IOException {
        Content content = Content.of(1, 300_000);
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.sendHead("HTTP/1.1 200 OK").send(content);
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readHead().field("Connection")).isEqualTo("close");
        client.expect(content).expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        assertThat(proxy.server().idle()).isZero();
    }

    @Test
    void trailers_pass_both_ways() throws IOException {
        String chunked = "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Checksum: 17\r\nX-Other: y\r\n\r\n";
        HttpScript script = HttpScript.answering(
                request -> head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Trailer: X-Checksum") + chunked);
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                .send(chunked);
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("abcde");
        assertThat(response.trailerLines()).containsExactly("X-Checksum: 17", "X-Other: y");
        HttpMessage request = script.requests().get(0);
        assertThat(request.text()).isEqualTo("abcde");
        assertThat(request.trailerLines()).containsExactly("X-Checksum: 17", "X-Other: y");
    }

    @Test
    void chunk_extensions_end_here_both_ways_and_what_is_behind_the_body_is_the_next_message() throws IOException {
        String received = "3 ;\text=\"0\"\r\nabc\r\n0;last\r\nX: y\r\n\r\n";
        String sent = "3\r\nabc\r\n0\r\nX: y\r\n\r\n";
        ScriptedServer server = scene.server(connection -> {
            for (int i = 0; i < 2; i++) {
                assertThat(connection.readHead().startLine()).isEqualTo("POST /" + i + " HTTP/1.1");
                connection.expect(sent);
                connection
                        .sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                        .send(received);
            }
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        String fields = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        client.send("POST /0" + fields + received + "POST /1" + fields + received);
        for (int i = 0; i < 2; i++) {
            client.readHead();
            client.expect(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 799, 999})
    void a_status_that_http_does_not_define_passes_with_its_body(int status) throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.answering(
                        request -> head("HTTP/1.1 " + status + " Odd", "Content-Length: 5") + "hello")))
                .start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 2; i++) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            HttpMessage response = client.readResponse();
            assertThat(response.startLine()).isEqualTo("HTTP/1.1 " + status + " Odd");
            assertThat(response.text()).isEqualTo("hello");
            assertThat(proxy.nextEnded().status()).isEqualTo(status);
        }
    }

    @Test
    void a_piece_of_a_body_that_is_nothing_but_extension_and_size_is_no_end() throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readHead();
            connection.expect("3\r\nabc\r\n");
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            connection.expect("2\r\nde\r\n0\r\n\r\n");
            for (String piece : new String[] {"1 ", ";a", "=\"b", "\"\r\nx\r\n0", " ", "\r\n\r\n"}) {
                connection.send(piece);
                connection.out().flush();
            }
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                .send("3\r\nabc\r\n2;");
        client.readHead();
        for (String piece : new String[] {"a", "=", "b\t", ";c=\"", "d", "\"\r\n", "de\r\n0", ";e", "\r\n\r\n"}) {
            client.send(piece);
        }
        client.expect("1\r\nx\r\n0\r\n\r\n");
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 2", "2, 0", "3, 2"})
    void ten_megabytes_each_way_pass_through_a_tiny_pool(int count, int reserve) throws IOException {
        Content upload = Content.of(1, TEN_MEGABYTES);
        Content download = Content.of(2, TEN_MEGABYTES);
        ScriptedServer server = scene.server(connection -> {
            while (connection.hasMore()) {
                assertThat(connection.readHead().field("Content-Length")).isEqualTo("" + TEN_MEGABYTES);
                connection.expect(upload);
                connection.sendHead("HTTP/1.1 200 OK", "Content-Length: " + TEN_MEGABYTES);
                connection.send(download);
            }
        });
        RunningProxy proxy = scene.http(server).loops(1).buffers(count, reserve).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + TEN_MEGABYTES);
        client.send(upload);
        client.readHead();
        client.expect(download);
        var ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("done");
        assertThat(ended.requestBytes()).isGreaterThan(TEN_MEGABYTES);
        assertThat(ended.responseBytes()).isGreaterThan(TEN_MEGABYTES);
    }

    @Test
    void chunks_of_all_sizes_in_pieces_of_all_sizes_pass_both_ways_at_the_same_time() throws IOException {
        Content content = Content.of(3, 1 << 20);
        // Echoes chunk by chunk, so that the response comes while the request still goes.
        ScriptedServer server = scene.server(connection -> {
            connection.readHead();
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            connection.in().transferTo(connection.out());
        });
        RunningProxy proxy = scene.http(server).buffers(2, 0).loops(1).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        scene.beside(() -> {
            sendInPieces(content, client.out());
            return client;
        });
        HttpMessage response = client.readResponse();
        assertThat(response.body()).isEqualTo(content.toBytes());
        assertThat(response.trailerLines()).containsExactly("X-End: reached");
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    private static void sendInPieces(Content content, OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (long at = 0; at < content.length(); ) {
            long to = Math.min(content.length(), at + 1 + random.nextInt(random.nextInt(1, 40_000)));
            out.write(ScriptedConnection.latin1(Long.toHexString(to - at) + "\r\n"));
            content.writeTo(out, at, to);
            out.write(ScriptedConnection.latin1("\r\n"));
            at = to;
        }
        out.write(ScriptedConnection.latin1("0\r\nX-End: reached\r\n\r\n"));
    }
}
