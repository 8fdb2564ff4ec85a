package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a proxy: nothing new, what runs may finish, what does not is broken off. */
final class DrainTest {

    private static final int TRIALS = 50;
    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void idle_clients_are_closed_in_order_and_nobody_new_is_accepted() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).on(scene.nobody()).start();
        ScriptedConnection served = proxy.connect();
        served.sendHead("GET / HTTP/1.1", "Host: a");
        served.readResponse();
        ScriptedConnection silent = proxy.connect();
        proxy.awaitStatus("both here", status -> status.sessions() == 2);
        assertThat(proxy.weir().isReady()).isTrue();
        assertThat(proxy.weir().drain()).isZero();
        served.expectEnd();
        silent.expectEnd();
        assertThat(proxy.weir().isReady()).isFalse();
        assertThat(proxy.status().draining()).isTrue();
        assertThat(proxy.status().accepting()).isFalse();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(proxy::connect);
    }

    @Test
    void an_idle_client_that_asks_within_the_drain_is_served_and_told_that_it_was_the_last_time() throws IOException {
        ScriptedServer server = scene.server();
        // The last call does not end before the client has asked.
        RunningProxy proxy = scene.http(server).clock(new HeldClock()).start();
        ScriptedConnection client = proxy.connect();
        proxy.awaitStatus("here", status -> status.sessions() == 1);
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("x"));
        assertThat(client.readResponse().field("Connection")).isEqualTo("close");
        client.expectEnd();
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void after_a_drain_nobody_can_connect() throws IOException {
        ScriptedServer server = scene.server();
        for (int trial = 1; trial <= TRIALS; trial++) {
            RunningProxy proxy = scene.http(server).on(scene.nobody()).start();
            proxy.weir().drain();
            assertThatExceptionOfType(ConnectException.class)
                    .as("trial " + trial)
                    .isThrownBy(proxy::connect);
            proxy.weir().close();
        }
    }

    @Test
    void a_running_exchange_finishes_and_says_that_it_was_the_last() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4").send("bo");
        ScriptedConnection back = server.accept();
        back.readHead();
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        client.send("dy");
        back.expect("body").send(HttpScript.ok("done"));
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("done");
        client.expectEnd();
        assertThat(Scene.join(drained)).isZero();
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
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        back.send("dy");
        client.expect("dy").expectEnd();
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void an_exchange_whose_response_has_not_begun_at_the_deadline_is_answered_by_a_503() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4").send("bo");
        ScriptedConnection back = server.accept();
        back.readHead();
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(response.text()).contains("drain-timeout");
        // Bytes that are still under way must not turn the answer into a reset.
        client.send("dy").expectEnd();
        client.close();
        back.expectGone();
        assertThat(Scene.join(drained)).isOne();
        assertThat(proxy.nextEnded().reason()).isEqualTo("drain-timeout");
        proxy.awaitQuiescence();
    }

    @Test
    void a_client_that_does_not_leave_after_its_503_is_gone_when_the_drain_is_over() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        server.accept().readRequest();
        assertThat(proxy.weir().drain()).isOne();
        assertThat(proxy.status().sessions()).isZero();
        assertThat(client.readResponse().status()).isEqualTo(503);
        client.expectEnd();
    }

    @Test
    void a_response_that_has_begun_is_broken_off_at_the_deadline() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 4").send("bo");
        client.readHead();
        client.expect("bo");
        assertThat(proxy.weir().drain()).isOne();
        client.expectReset();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("drain-timeout");
    }

    @Test
    void all_exchanges_that_are_broken_off_are_counted() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).timeout(Phase.DRAIN, SHORT).start();
        for (int i = 0; i < 5; i++) {
            proxy.connect().sendHead("GET / HTTP/1.1", "Host: a");
            server.accept().readRequest();
        }
        proxy.connect();
        assertThat(proxy.weir().drain()).isEqualTo(5);
    }

    @Test
    void a_tunnel_is_broken_off_at_the_deadline_on_both_sides() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).timeout(Phase.DRAIN, SHORT).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        assertThat(Scene.join(drained)).isOne();
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
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        client.send("still");
        back.expect("still").send("here");
        client.expect("here").finish();
        back.expectEnd();
        back.finish();
        client.expectEnd();
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void a_client_in_the_backlog_is_served_in_its_turn() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).loops(1).connections(1).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection late = proxy.connect();
        late.sendHead("GET /late HTTP/1.1", "Host: a");
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        back.send(HttpScript.ok("x"));
        client.readResponse();
        client.close();
        assertThat(back.readRequest().target()).isEqualTo("/late");
        back.send(HttpScript.ok("late"));
        HttpMessage response = late.readResponse();
        assertThat(response.text()).isEqualTo("late");
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void a_relay_in_the_backlog_is_served_in_its_turn() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).connections(1).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        ScriptedConnection late = proxy.connect();
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        end(client, back);
        ScriptedConnection lateBack = server.accept();
        late.send("late");
        lateBack.expect("late");
        end(late, lateBack);
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void a_client_that_a_load_balancer_introduces_is_served_from_the_backlog() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .introducedListener(RunningProxy.FRONT, Protocol.HTTP, "b", "127.0.0.0/8")
                .server("b", server.address())
                .loops(1)
                .connections(1)
                .start();
        ScriptedConnection client = introduce(proxy.connect());
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection late = introduce(proxy.connect());
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        back.send(HttpScript.ok("x"));
        client.readResponse();
        client.close();
        back.readRequest();
        back.send(HttpScript.ok("late"));
        assertThat(late.readResponse().text()).isEqualTo("late");
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void an_introduction_that_has_not_begun_ends_with_the_last_call() throws IOException {
        RunningProxy proxy = scene.proxy()
                .introducedListener(RunningProxy.FRONT, Protocol.HTTP, "b", "127.0.0.0/8")
                .server("b", scene.server().address())
                .start();
        ScriptedConnection silent = proxy.connect();
        proxy.awaitStatus("here", status -> status.sessions() == 1);
        assertThat(proxy.weir().drain()).isZero();
        silent.expectEnd();
        assertThat(proxy.refusals()).isEmpty();
    }

    @Test
    void a_client_that_is_still_in_the_backlog_at_the_deadline_is_reset() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .connections(1)
                .timeout(Phase.DRAIN, SHORT)
                .on(scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection late = proxy.connect();
        assertThat(proxy.weir().drain()).isOne();
        assertThat(client.readResponse().status()).isEqualTo(503);
        late.expectGone();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(proxy::connect);
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
        assertThat(proxy.weir().drain()).isZero();
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

    private static ScriptedConnection introduce(ScriptedConnection client) throws IOException {
        return client.send("PROXY TCP4 203.0.113.9 192.0.2.80 4711 443\r\n").sendHead("GET / HTTP/1.1", "Host: a");
    }

    private static void end(ScriptedConnection client, ScriptedConnection back) throws IOException {
        client.finish();
        back.expectEnd();
        back.finish();
        client.expectEnd();
    }
}
