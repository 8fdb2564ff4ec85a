package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Protocol;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that outlive an exchange, on both sides. */
final class PersistenceTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    @Test
    void many_requests_of_one_client_use_one_back_connection() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 5; i++) {
            client.sendHead("GET /" + i + " HTTP/1.1", "Host: a");
            assertThat(client.readResponse().text()).isEqualTo("GET /" + i + " ");
            assertThat(proxy.nextEnded().reused()).isEqualTo(i > 0);
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(proxy.server().idle()).isEqualTo(1);
    }

    @Test
    void clients_of_one_event_loop_use_the_same_back_connection_in_turn() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).loops(1).start();
        for (int i = 0; i < 3; i++) {
            try (ScriptedConnection client = proxy.connect()) {
                client.sendHead("GET / HTTP/1.1", "Host: a");
                client.readResponse();
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void after_as_many_requests_as_a_connection_may_have_the_client_is_told_to_open_another() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .requestsPerConnection(3)
                .start();
        ScriptedConnection client = proxy.connect();
        for (int i = 1; i <= 3; i++) {
            client.sendHead("GET /" + i + " HTTP/1.1", "Host: a");
            HttpMessage response = client.readResponse();
            assertThat(response.text()).isEqualTo("GET /" + i + " ");
            assertThat(response.has("Connection")).isEqualTo(i == 3);
        }
        client.expectEnd();
    }

    @Test
    void a_client_that_asks_to_close_is_told_so_and_closed() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a", "Connection: close");
        assertThat(client.readResponse().field("Connection")).isEqualTo("close");
        client.expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        proxy.await("the back connection stays", () -> proxy.server().idle() == 1);
    }

    @Test
    void a_server_that_closes_leaves_the_client_connected() throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(request ->
                ScriptedConnection.head("HTTP/1.1 200 OK", "Content-Length: 2", "Connection: close") + "ok"));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            HttpMessage response = client.readResponse();
            assertThat(response.text()).isEqualTo("ok");
            assertThat(response.has("Connection")).isFalse();
        }
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void a_client_that_ended_its_bytes_behind_its_request_is_answered_and_closed() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a").finish();
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("late"));
        assertThat(client.readResponse().text()).isEqualTo("late");
        client.expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_client_that_ended_its_bytes_behind_a_request_that_is_refused_is_told_and_closed() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, io.weir.route.RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a").finish();
        assertThat(client.readResponse().status()).isEqualTo(502);
        client.expectEnd();
        proxy.awaitStatus("no session", status -> status.sessions() == 0);
    }

    @Test
    void an_idle_client_is_closed_without_a_word_after_the_keep_alive_timeout() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.KEEP_ALIVE, Duration.ofMillis(150))
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        client.readResponse();
        clock.release();
        client.expectEnd();
        ScriptedConnection silent = proxy.connect();
        silent.expectEnd();
        proxy.nextEnded();
        assertThat(proxy.otherEnded()).isEmpty();
    }

    @Test
    void a_client_that_goes_away_while_the_server_works_ends_its_exchange() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        client.reset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void a_client_that_goes_away_in_its_request_body_ends_its_exchange() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 10").send("12345");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("12345");
        client.finish();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void a_client_that_goes_away_in_its_response_ends_its_exchange() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 10").send("12345");
        client.readHead();
        client.expect("12345").reset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void an_empty_line_before_a_request_is_no_request() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send("\r\n").sendHead("GET /x HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET /x ");
    }
}
