package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.Ended;
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
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that change to another protocol, and go on as a tunnel (RFC 9110 section 7.8). */
final class UpgradeTest {

    private static final String[] OFFER = {
        "GET /chat HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: k"
    };
    private static final String[] CHANGE = {
        "HTTP/1.1 101 Switching Protocols", "Upgrade: WebSocket", "Connection: Upgrade", "Sec-WebSocket-Accept: v"
    };

    @RegisterExtension
    final Scene scene = new Scene().ofTunnels();

    @Test
    void a_websocket_becomes_a_tunnel_both_ways() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        client.send("\0question");
        back.expect("\0question");
        back.send("\0answer");
        client.expect("\0answer");
        back.finish();
        client.expectEnd();
        client.finish();
        back.expectEnd();
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("done");
        assertThat(ended.status()).isEqualTo(101);
        assertThat(proxy.server().idle()).isZero();
    }

    @Test
    void both_sides_are_told_of_the_change_by_fields_of_our_own() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        HttpMessage request = back.readRequest();
        assertThat(request.field("Connection")).isEqualTo("upgrade");
        assertThat(request.field("Upgrade")).isEqualTo("websocket");
        assertThat(request.field("Sec-WebSocket-Key")).isEqualTo("k");
        back.sendHead(CHANGE);
        HttpMessage response = client.readHead();
        assertThat(response.field("Connection")).isEqualTo("upgrade");
        assertThat(response.field("Upgrade")).isEqualTo("websocket");
        assertThat(response.field("Sec-WebSocket-Accept")).isEqualTo("v");
        assertThat(response.field("Via")).isEqualTo("1.1 weir");
    }

    @Test
    void what_the_server_sends_behind_its_head_is_not_lost() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(head(CHANGE) + "first frame");
        assertThat(client.readHead().status()).isEqualTo(101);
        client.expect("first frame");
        client.send("second");
        back.expect("second");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 9_000})
    void what_the_client_sends_behind_its_head_is_not_lost(int length) throws IOException {
        String frames = "f".repeat(length);
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send(head(OFFER) + frames);
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead(CHANGE);
        back.expect(frames);
        assertThat(client.readHead().status()).isEqualTo(101);
        client.send("more");
        back.expect("more");
    }

    @Test
    void what_the_client_sends_behind_its_head_is_not_lost_where_it_could_not_be_parked() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).parkedBytes(0).start();
        ScriptedConnection client = proxy.connect();
        client.send(head(OFFER) + "frames");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead(CHANGE);
        back.expect("frames");
        assertThat(client.readHead().status()).isEqualTo(101);
        proxy.awaitLevel("no buffer held", level -> level.leased() == 0 && level.stalled() == 0);
    }

    @Test
    void what_the_client_sends_while_the_server_thinks_is_not_lost() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        back.readHead();
        client.send("frames");
        proxy.await("a byte is kept", () -> proxy.status().parkedBytes() > 0);
        back.sendHead(CHANGE);
        back.expect("frames");
    }

    @Test
    void a_client_that_has_ended_its_bytes_before_the_change_still_gets_those_of_the_server() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send(head(OFFER) + "all");
        client.finish();
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead(CHANGE);
        back.expect("all");
        back.expectEnd();
        back.send("answer");
        back.finish();
        assertThat(client.readHead().status()).isEqualTo(101);
        client.expect("answer");
        client.expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_change_within_a_pipeline_passes_what_is_behind_it() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send(head("GET /first HTTP/1.1", "Host: a") + head(OFFER) + "frames");
        ScriptedConnection back = server.accept();
        assertThat(back.readRequest().target()).isEqualTo("/first");
        back.send(HttpScript.ok("one"));
        assertThat(client.readResponse().text()).isEqualTo("one");
        assertThat(back.readRequest().target()).isEqualTo("/chat");
        back.sendHead(CHANGE);
        back.expect("frames");
    }

    @Test
    void an_idle_tunnel_holds_no_buffer() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).buffers(1, 0).start();
        ScriptedConnection one = proxy.connect();
        ScriptedConnection oneBack = change(one, server);
        ScriptedConnection other = proxy.connect();
        ScriptedConnection otherBack = change(other, server);
        for (int i = 0; i < 3; i++) {
            one.send("ping");
            oneBack.expect("ping");
            otherBack.send("pong");
            other.expect("pong");
        }
        proxy.awaitLevel("none leased", level -> level.leased() == 0);
    }

    @Test
    void much_passes_both_ways_at_once() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        Content up = Content.of(1, 3_000_000);
        Content down = Content.of(2, 3_000_000);
        FutureTask<?> clientSends = scene.beside(() -> client.send(up));
        FutureTask<?> serverSends = scene.beside(() -> back.send(down));
        FutureTask<?> serverReads = scene.beside(() -> back.expect(up));
        client.expect(down);
        Scene.join(clientSends);
        Scene.join(serverSends);
        Scene.join(serverReads);
    }

    @Test
    void with_no_buffer_free_a_tunnel_begins_when_there_is_one() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).buffers(1, 0).holdable().start();
        ScriptedConnection client = proxy.connect();
        client.send(head(OFFER) + "frames");
        ScriptedConnection back = server.accept();
        back.readHead();
        PoolHold hold = proxy.hold();
        back.sendHead(CHANGE);
        proxy.awaitLevel("in line", level -> level.waiting() > 0);
        hold.release();
        back.expect("frames");
        assertThat(client.readHead().status()).isEqualTo(101);
    }

    @Test
    void a_server_that_declines_goes_on_with_http() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("no"));
        assertThat(client.readResponse().text()).isEqualTo("no");
        client.sendHead("GET /next HTTP/1.1", "Host: a");
        assertThat(back.readRequest().target()).isEqualTo("/next");
        back.send(HttpScript.ok("yes"));
        assertThat(client.readResponse().text()).isEqualTo("yes");
    }

    @Test
    void frames_sent_in_hope_are_no_request_when_the_server_declines() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.send(head(OFFER) + head("GET /smuggled HTTP/1.1", "Host: a"));
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("no"));
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("no");
        assertThat(response.field("Connection")).isEqualTo("close");
        client.expectEnd();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_426_says_what_to_change_to() throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(
                request -> head("HTTP/1.1 426 No", "Upgrade: websocket", "Connection: upgrade", "Content-Length: 0")));
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        HttpMessage response = client.readResponse();
        assertThat(response.field("Upgrade")).isEqualTo("websocket");
        assertThat(response.field("Connection")).isEqualTo("upgrade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "other", "websocket/8"})
    void what_is_not_allowed_is_not_offered(String protocol) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: " + protocol);
        HttpMessage request = server.accept().readRequest();
        assertThat(request.has("Upgrade")).isFalse();
        assertThat(request.has("Connection")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "websocket, other", "other"})
    void a_server_that_changes_to_something_else_is_refused(String protocol) throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(
                request -> head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: " + protocol)));
        RunningProxy proxy = scene.http(server).start();
        assertThat(refused(proxy, OFFER)).contains("upgrade-refused");
    }

    @Test
    void a_server_that_changes_unasked_is_refused() throws IOException {
        ScriptedServer server = scene.server(HttpScript.answering(request -> head(CHANGE)));
        RunningProxy proxy = scene.http(server).start();
        assertThat(refused(proxy, "GET / HTTP/1.1", "Host: a")).contains("upgrade-refused");
    }

    @Test
    void a_server_that_changes_before_it_has_the_request_is_refused() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: websocket", "Content-Length: 5");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead(CHANGE);
        assertThat(client.readResponse().text()).contains("upgrade-refused");
        back.expectGone();
    }

    @Test
    void a_request_with_a_body_may_change() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("POST / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: websocket", "Content-Length: 5");
        client.send("helloframes");
        ScriptedConnection back = server.accept();
        assertThat(back.readRequest().text()).isEqualTo("hello");
        back.sendHead(CHANGE);
        back.expect("frames");
    }

    @Test
    void when_the_server_breaks_off_so_does_the_client() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        back.reset();
        client.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    @Test
    void when_the_client_breaks_off_so_does_the_server() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        client.reset();
        back.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void a_tunnel_through_which_nothing_goes_ends() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.TUNNEL_IDLE, Duration.ofMillis(300))
                .start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        client.expectReset();
        back.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("tunnel-idle-timeout");
    }

    @Test
    void a_tunnel_keeps_its_slot_and_gives_it_back() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .server("b", server.address(), 1, 1)
                .listener("front", Protocol.HTTP, RouteSettings.everything("b"))
                .start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        ScriptedConnection next = proxy.connect();
        next.sendHead("GET /next HTTP/1.1", "Host: a");
        proxy.await("in line for the slot", () -> proxy.server().waiting() == 1);
        client.finish();
        back.expectEnd();
        back.finish();
        ScriptedConnection nextBack = server.accept();
        assertThat(nextBack.readRequest().target()).isEqualTo("/next");
        nextBack.send(HttpScript.ok("x"));
        assertThat(next.readResponse().text()).isEqualTo("x");
    }

    @Test
    void at_the_end_of_a_drain_a_tunnel_is_closed_in_order() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.http(server).timeout(Phase.DRAIN, Duration.ofMillis(300)).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = change(client, server);
        assertThat(proxy.weir().drain()).isOne();
        client.expectEnd();
        back.expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("drain-timeout");
    }

    private static ScriptedConnection change(ScriptedConnection client, ScriptedServer server) throws IOException {
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead(CHANGE);
        assertThat(client.readHead().status()).isEqualTo(101);
        return back;
    }

    private static String refused(RunningProxy proxy, String... request) throws IOException {
        ScriptedConnection client = proxy.connect();
        client.sendHead(request);
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(502);
        assertThat(proxy.nextEnded().reason()).isEqualTo("upgrade-refused");
        return response.text();
    }
}
