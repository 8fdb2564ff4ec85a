package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The next server is tried while nothing of the request was sent; after that nothing is sent twice. */
final class RetryTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_server_that_refuses_is_passed_over() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .server("b", scene.nobody())
                .server("b", server.address())
                .start();
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 6; i++) {
            client.sendHead("PUT /" + i + " HTTP/1.1", "Host: a", "Content-Length: 4")
                    .send("body");
            assertThat(client.readResponse().text()).isEqualTo("PUT /" + i + " body");
            Ended ended = proxy.nextEnded();
            assertThat(ended.server()).isEqualTo("s3");
            assertThat(ended.attempts()).isBetween(1, 3);
        }
    }

    @Test
    void a_server_that_does_not_answer_the_connect_is_passed_over() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.unreachable())
                .server("b", server.address())
                .timeout(Phase.CONNECT, Duration.ofMillis(150))
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
        Ended ended = proxy.nextEnded();
        assertThat(ended.attempts()).isEqualTo(2);
        assertThat(ended.server()).isEqualTo("s2");
    }

    @Test
    void a_relay_passes_over_a_server_that_refuses() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.TCP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .server("b", server.address())
                .start();
        ScriptedConnection client = proxy.connect();
        client.send("hello");
        server.accept().expect("hello");
    }

    @Test
    void after_four_servers_the_search_ends() throws IOException {
        var plan = scene.proxy().listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"));
        for (int i = 0; i < 6; i++) {
            plan.server("b", scene.nobody());
        }
        RunningProxy proxy = plan.start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().status()).isEqualTo(502);
        assertThat(proxy.nextEnded().attempts()).isEqualTo(4);
    }

    // Also an idempotent one: whether the server has acted on it cannot be known.
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void a_request_that_was_sent_is_not_sent_again(String method) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        ScriptedServer.Script reading = connection -> {
            connection.readRequest();
            requests.incrementAndGet();
        };
        ScriptedServer one = scene.server(reading);
        ScriptedServer two = scene.server(reading);
        RunningProxy proxy = scene.http(one, two).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(method + " / HTTP/1.1", "Host: a", "Content-Length: 4").send("body");
        assertThat(client.readResponse().status()).isEqualTo(502);
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("server-closed");
        assertThat(ended.attempts()).isEqualTo(1);
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_request_that_was_sent_on_a_connection_used_before_is_not_sent_again() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /1 HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("one"));
        client.readResponse();
        proxy.nextEnded();
        client.sendHead("GET /2 HTTP/1.1", "Host: a");
        back.readRequest();
        back.close();
        assertThat(client.readResponse().status()).isEqualTo(502);
        assertThat(proxy.nextEnded().reused()).isTrue();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_server_that_resets_before_it_has_read_the_request_does_not_get_it_again() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        // Before a byte was sent to it, another connection would be tried.
        proxy.await("the request is there", () -> hasBytes(back));
        back.reset();
        assertThat(client.readResponse().status()).isEqualTo(502);
        assertThat(proxy.nextEnded().attempts()).isEqualTo(1);
    }

    @Test
    void uploads_to_a_server_that_does_not_answer_the_connect_hold_no_buffer() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.unreachable())
                .buffers(3, 0)
                .start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // In one piece, so that it is read whole and the client is watched.
            clients.add(proxy.connect()
                    .send(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 14000") + "x".repeat(14_000)));
        }
        proxy.await("all connecting", () -> proxy.server().active() == 10);
        proxy.awaitLevel("no buffer", level -> level.leased() == 0 && level.waiting() == 0);
        for (ScriptedConnection client : clients) {
            client.reset();
        }
    }

    @Test
    void a_client_that_goes_away_ends_the_search() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.unreachable())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        proxy.await("connecting", () -> proxy.server().active() == 1);
        client.reset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
        assertThat(proxy.server().active()).isZero();
    }

    private static boolean hasBytes(ScriptedConnection connection) {
        try {
            return connection.in().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
