package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.route.RouteSettings;
import io.weir.session.Protocol;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a proxy: nothing new, what runs may finish, what does not is broken off. */
final class DrainTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void idle_clients_are_closed_and_nobody_new_is_taken() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, scene.nobody(), Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.server(HttpScript.echo()).address())
                .start();
        ScriptedConnection served = proxy.connect();
        served.sendHead("GET / HTTP/1.1", "Host: a");
        served.readResponse();
        ScriptedConnection silent = proxy.connect();
        proxy.awaitStatus("both here", status -> status.sessions() == 2);
        assertThat(proxy.weir().isReady()).isTrue();
        assertThat(proxy.weir().drain()).isTrue();
        served.expectEnd();
        silent.expectEnd();
        assertThat(proxy.weir().isReady()).isFalse();
        assertThat(proxy.status().draining()).isTrue();
        assertThat(proxy.status().accepting()).isFalse();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(proxy::connect);
    }

    @Test
    void a_running_exchange_finishes_and_says_that_it_was_the_last() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4").send("bo");
        ScriptedConnection back = server.accept();
        back.readHead();
        FutureTask<Boolean> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        client.send("dy");
        back.expect("body").send(HttpScript.ok("done"));
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("done");
        client.expectEnd();
        assertThat(Scene.join(drained)).isTrue();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_response_that_has_begun_comes_to_its_end() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 4").send("bo");
        client.readHead();
        client.expect("bo");
        FutureTask<Boolean> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        back.send("dy");
        client.expect("dy").expectEnd();
        assertThat(Scene.join(drained)).isTrue();
    }

    @Test
    void an_exchange_that_does_not_end_is_broken_off_at_the_deadline() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        assertThat(proxy.weir().drain()).isFalse();
        client.expectReset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("drain-timeout");
        proxy.awaitQuiescence();
    }

    @Test
    void a_tunnel_is_broken_off_at_the_deadline_on_both_sides() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        FutureTask<Boolean> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        assertThat(Scene.join(drained)).isFalse();
        client.expectReset();
        back.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("drain-timeout");
    }

    @Test
    void a_tunnel_lives_on_until_it_ends_by_itself_and_lets_the_drain_succeed() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        FutureTask<Boolean> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        client.send("still");
        back.expect("still").send("here");
        client.expect("here").finish();
        back.expectEnd();
        back.finish();
        client.expectEnd();
        assertThat(Scene.join(drained)).isTrue();
    }

    @Test
    void who_waits_in_the_backlog_is_not_served_any_more() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).connections(1).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection late = proxy.connect();
        FutureTask<Boolean> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        late.expectGone();
        back.send(HttpScript.ok("x"));
        client.readResponse();
        assertThat(Scene.join(drained)).isTrue();
    }

    @Test
    void a_client_that_lingers_does_not_hold_up_the_drain_for_long() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 10");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.send(HttpScript.ok("early"));
        client.readResponse();
        client.expectEnd();
        assertThat(proxy.weir().drain()).isTrue();
    }

    @Test
    void idle_back_connections_are_closed_with_the_proxy() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("x"));
        client.readResponse();
        proxy.await("idle", () -> proxy.server().idle() == 1);
        proxy.weir().close();
        back.expectGone();
        client.expectGone();
        assertThat(proxy.server().idle()).isZero();
    }
}
