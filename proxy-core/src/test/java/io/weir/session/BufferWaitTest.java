package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.PoolHold;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exchanges that wait for a buffer: each wait ends, by a grant, a deadline or a close, and only the deadline costs anything. */
final class BufferWaitTest {

    private static final Duration SHORT = Duration.ofMillis(150);

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    @Test
    void a_request_that_gets_no_buffer_in_time_is_refused_by_503() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.BUFFER, SHORT)
                .start();
        proxy.hold();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        expectRefused(client, proxy);
        // What it has asked was never read, so where its next request would begin is not known.
        client.expectEnd();
    }

    @Test
    void a_response_that_gets_no_buffer_in_time_is_refused_by_503_and_the_client_stays() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.BUFFER, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        PoolHold hold = proxy.hold();
        back.send(HttpScript.ok("x"));
        expectRefused(client, proxy);
        back.expectGone();
        hold.release();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection next = server.accept();
        next.readRequest();
        next.send(HttpScript.ok("again"));
        assertThat(client.readResponse().text()).isEqualTo("again");
    }

    @Test
    void a_response_that_gets_no_buffer_in_time_for_its_rest_is_broken_off() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.BUFFER, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 10").send("12345");
        client.readHead();
        client.expect("12345");
        proxy.hold();
        back.send("67890");
        clock.release();
        client.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("buffer-timeout");
    }

    @Test
    void a_relay_that_gets_no_buffer_in_time_is_broken_off() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.BUFFER, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        proxy.hold();
        client.send("x");
        clock.release();
        client.expectReset();
        back.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("buffer-timeout");
    }

    @Test
    void a_client_that_gives_up_while_it_waits_leaves_the_line_by_the_deadline() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.BUFFER, SHORT)
                .start();
        proxy.hold();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        proxy.awaitLevel("in line", level -> level.waiting() == 1);
        client.reset();
        clock.release();
        proxy.awaitLevel("nobody in line", level -> level.waiting() == 0);
        proxy.nextEnded();
    }

    // The client has sent its request in time; that it was not read is our doing.
    @Test
    void the_time_in_line_is_not_charged_to_the_client_s_head() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.REQUEST_HEAD, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.send("GET / HTTP/1.1\r\n");
        proxy.awaitStatus("first part parked", status -> status.parkedBytes() > 0);
        PoolHold hold = proxy.hold();
        client.send("Host: a\r\n\r\n");
        expectWaitToOutlast(proxy, SHORT);
        hold.release();
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
        assertThat(proxy.nextEnded().bufferWaitNanos()).isGreaterThan(SHORT.toNanos());
    }

    @Test
    void the_time_in_line_is_not_charged_to_the_client_s_body() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.REQUEST_IDLE, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 4").send("bo");
        proxy.await("begun", () -> server.connections() == 1);
        PoolHold hold = proxy.hold();
        client.send("dy");
        expectWaitToOutlast(proxy, SHORT);
        hold.release();
        assertThat(client.readResponse().text()).isEqualTo("PUT / body");
    }

    @Test
    void the_time_in_line_is_not_charged_to_the_server_s_head() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.RESPONSE_HEAD, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        PoolHold hold = proxy.hold();
        back.send(HttpScript.ok("x"));
        expectWaitToOutlast(proxy, SHORT);
        hold.release();
        assertThat(client.readResponse().text()).isEqualTo("x");
    }

    @Test
    void the_time_in_line_is_not_charged_to_the_server_s_body() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.RESPONSE_IDLE, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 2").send("x");
        client.readHead();
        client.expect("x");
        PoolHold hold = proxy.hold();
        back.send("y");
        expectWaitToOutlast(proxy, SHORT);
        hold.release();
        client.expect("y");
    }

    @Test
    void the_time_in_line_is_not_charged_to_a_tunnel() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server)
                .holdable()
                .buffers(1, 0)
                .clock(clock)
                .timeout(Phase.TUNNEL_IDLE, SHORT)
                .start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = server.accept();
        PoolHold hold = proxy.hold();
        client.send("x");
        expectWaitToOutlast(proxy, SHORT);
        hold.release();
        back.expect("x");
    }

    private void expectRefused(ScriptedConnection client, RunningProxy proxy) throws IOException {
        clock.release();
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).contains("buffer-timeout");
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("buffer-timeout");
        assertThat(ended.status()).isEqualTo(503);
        clock.hold();
    }

    private void expectWaitToOutlast(RunningProxy proxy, Duration limit) {
        clock.release();
        proxy.awaitLevel(
                "a wait longer than the limit", level -> level.oldestWaitNanos() > limit.toNanos() + 100_000_000);
        clock.hold();
    }
}
