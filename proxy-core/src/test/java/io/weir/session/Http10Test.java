package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.chunks;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.AddressText;
import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and servers that speak HTTP/1.0. */
final class Http10Test {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_client_without_keep_alive_is_closed_after_one_response() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /x HTTP/1.0");
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("GET /x ");
        assertThat(response.field("Connection")).isEqualTo("close");
        client.expectEnd();
        assertThat(script.requests().get(0).startLine()).isEqualTo("GET /x HTTP/1.1");
        assertThat(script.requests().get(0).fields("Host"))
                .containsExactly(AddressText.of(proxy.server().address()));
    }

    @Test
    void a_request_without_host_names_the_server_that_takes_it_and_not_one_that_was_tried_before() throws IOException {
        HttpScript script = HttpScript.echo();
        ScriptedServer reached = scene.server(script);
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .server("b", reached.address())
                .start();
        for (int i = 0; i < 4; i++) {
            ScriptedConnection client = proxy.connect();
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.readResponse().text()).isEqualTo("GET / ");
            assertThat(script.requests().get(i).fields("Host")).containsExactly(AddressText.of(reached.address()));
        }
    }

    @Test
    void a_client_with_keep_alive_is_told_so_and_stays() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo())).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.sendHead("GET /" + i + " HTTP/1.0", "Host: a", "Connection: keep-alive");
            HttpMessage response = client.readResponse();
            assertThat(response.text()).isEqualTo("GET /" + i + " ");
            assertThat(response.field("Connection")).isEqualTo("keep-alive");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
    void chunks_of_the_server_come_to_the_client_without_their_framing_and_end_with_the_connection(String connection)
            throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(
                request -> head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + chunks("he", "l", "lo")));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send("GET / HTTP/1.0\r\nHost: a\r\n" + connection + "\r\n");
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.has("Transfer-Encoding")).isFalse();
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        // The server's side ended cleanly.
        assertThat(proxy.server().idle()).isEqualTo(1);
    }

    @Test
    void a_megabyte_of_small_chunks_is_unframed_through_one_buffer() throws IOException {
        Content content = Content.of(1, 1 << 20);
        byte[] bytes = content.toBytes();
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + at % 7000);
                connection.send(Integer.toHexString(to - at) + "\r\n");
                content.writeTo(connection.out(), at, to);
                connection.send("\r\n");
                at = to;
            }
            connection.send("0\r\nX-Trailer: dropped\r\n\r\n");
        });
        RunningProxy proxy = scene.http(server).buffers(1, 0).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.0");
        client.readHead();
        client.expect(content).expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_response_that_breaks_off_in_its_chunks_is_a_reset_for_a_client_that_sees_no_chunks() throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.sendHead("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            connection.send("5\r\nhello\r\n");
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.0");
        client.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    @Test
    void a_server_that_closes_after_each_response_serves_a_client_that_stays() throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.sendHead("HTTP/1.0 200 OK", "Content-Length: 2").send("ok");
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            HttpMessage response = client.readResponse();
            assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.text()).isEqualTo("ok");
            assertThat(response.field("Via")).isEqualTo("1.0 weir");
        }
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void a_server_with_keep_alive_is_used_again() throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(
                request -> head("HTTP/1.0 200 OK", "Content-Length: 2", "Connection: keep-alive") + "ok"));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            assertThat(client.readResponse().text()).isEqualTo("ok");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_body_until_close_ends_with_the_connection() throws IOException {
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection.sendHead("HTTP/1.0 200 OK").send("until the end");
        });
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.0", "Connection: keep-alive");
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("until the end");
        assertThat(response.field("Connection")).isEqualTo("close");
    }
}
