package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Heads that come in pieces. */
final class SplitHeadTest {

    private static final long NO_PARKING = 0;
    private static final long PARKING = 1 << 20;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_request_head_split_anywhere_is_parked_between_its_parts() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo())).start();
        ScriptedConnection client = proxy.connect();
        String request = head("POST /path?q HTTP/1.1", "Host: a", "X-Some: thing", "Content-Length: 4") + "body";
        int headLength = request.indexOf("body");
        for (int split = 1; split < headLength; split++) {
            int parked = split;
            client.send(request.substring(0, split));
            proxy.awaitStatus("first part parked", status -> status.parkedBytes() == parked);
            proxy.awaitLevel("no buffer", level -> level.leased() == 0);
            client.send(request.substring(split));
            assertThat(client.readResponse().text()).isEqualTo("POST /path?q body");
        }
    }

    @Test
    void a_response_head_split_anywhere_is_parked_between_its_parts() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        String response = head("HTTP/1.1 200 Fine", "X-Some: thing", "Content-Length: 4") + "body";
        int headLength = response.indexOf("body");
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        for (int split = 1; split < headLength; split++) {
            int parked = split;
            back.readRequest();
            back.send(response.substring(0, split));
            proxy.awaitStatus("first part parked", status -> status.parkedBytes() == parked);
            proxy.awaitLevel("no buffer", level -> level.leased() == 0);
            back.send(response.substring(split));
            assertThat(client.readResponse().text()).isEqualTo("body");
            if (split + 1 < headLength) {
                client.sendHead("GET / HTTP/1.1", "Host: a");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {NO_PARKING, PARKING})
    void heads_and_bodies_byte_by_byte_arrive_whole(long parkedBytes) throws IOException {
        ScriptedServer server = scene.server(connection -> {
            while (connection.hasMore()) {
                String echo = connection.readRequest().text();
                for (byte next : ScriptedConnection.latin1(HttpScript.ok(echo))) {
                    connection.send(new byte[] {next});
                }
            }
        });
        RunningProxy proxy = scene.http(server).parkedBytes(parkedBytes).start();
        ScriptedConnection client = proxy.connect();
        String one = head("POST / HTTP/1.1", "Host: a", "Content-Length: 3") + "one";
        String two = head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "3\r\ntwo\r\n0\r\n\r\n";
        for (byte next : ScriptedConnection.latin1(one + two)) {
            client.send(new byte[] {next});
        }
        assertThat(client.readResponse().text()).isEqualTo("one");
        assertThat(client.readResponse().text()).isEqualTo("two");
    }

    @Test
    void what_one_server_left_of_a_head_does_not_stand_before_the_next_head() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection breaking = server.accept();
        breaking.readRequest();
        breaking.send("HTTP/1.1 200 OK\r\nX-Poison: ");
        proxy.awaitStatus("partial head parked", status -> status.parkedBytes() > 0);
        breaking.close();
        assertThat(client.readResponse().status()).isEqualTo(502);
        assertThat(proxy.status().parkedBytes()).isZero();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection whole = server.accept();
        whole.readRequest();
        whole.send(HttpScript.ok("clean"));
        var response = client.readResponse();
        assertThat(response.text()).isEqualTo("clean");
        assertThat(response.has("X-Poison")).isFalse();
    }
}
