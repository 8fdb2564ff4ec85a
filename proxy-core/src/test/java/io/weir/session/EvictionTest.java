package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holders of the only buffer who make no progress: they keep it until somebody else waits for it, and no longer. */
final class EvictionTest {

    private static final Duration STALLED = Duration.ofMillis(300);
    private static final Content BULK = Content.of(1, 4 << 20);
    private static final int SOCKET_BUFFER = 64 * 1024;

    // What a socket may take unseen is less than what this asks for in the time of STALLED.
    private static final int MIN_RATE = 1 << 20;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_client_that_does_not_read_its_download() throws IOException {
        RunningProxy proxy =
                plan(Protocol.HTTP, scene.server(EvictionTest::download)).start();
        ScriptedConnection idler = proxy.connect("bulk", SOCKET_BUFFER).sendHead("GET / HTTP/1.1", "Host: a");
        expectEviction(proxy, "client-evicted");
        idler.readHead();
        idler.expectReset();
    }

    @Test
    void a_server_that_does_not_read_its_upload() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(SOCKET_BUFFER);
        RunningProxy proxy = plan(Protocol.HTTP, server).start();
        ScriptedConnection client = upload(proxy);
        server.accept();
        expectEviction(proxy, "server-evicted");
        expectRefusal(client, "server-evicted");
    }

    @Test
    void a_tunnel_whose_client_does_not_read() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(Protocol.TCP, server).start();
        ScriptedConnection idler = proxy.connect("bulk", SOCKET_BUFFER);
        ScriptedConnection back = server.accept();
        flood(back);
        expectEviction(proxy, "client-evicted");
        idler.expectReset();
    }

    @Test
    void a_tunnel_whose_server_does_not_read() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(SOCKET_BUFFER);
        RunningProxy proxy = plan(Protocol.TCP, server).start();
        ScriptedConnection client = proxy.connect("bulk");
        server.accept();
        flood(client);
        expectEviction(proxy, "server-evicted");
    }

    // Nothing may be parked, so a half-sent head stays in its buffer.
    @Test
    void a_client_that_does_not_send_the_rest_of_its_head() throws IOException {
        RunningProxy proxy = plan(Protocol.HTTP, scene.server()).start();
        ScriptedConnection idler = proxy.connect("bulk").send("GET / HTTP/1.1\r\nHost: a\r\n");
        expectEviction(proxy, "client-evicted");
        expectRefusal(idler, "client-evicted");
    }

    @Test
    void a_request_that_was_sent_too_early_is_dropped_and_the_one_before_it_is_not() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(Protocol.HTTP, server).start();
        String get = ScriptedConnection.head("GET / HTTP/1.1", "Host: a");
        ScriptedConnection client = proxy.connect("bulk").send(get + get);
        ScriptedConnection back = server.accept();
        back.readRequest();
        proxy.await("a stall that lasts", () -> proxy.stalledFor().compareTo(STALLED) > 0);
        ScriptedConnection other = proxy.connect("small").sendHead("GET /small HTTP/1.1", "Host: a");
        assertThat(other.readResponse().text()).isEqualTo("GET /small ");
        back.send(HttpScript.ok("first"));
        assertThat(client.readResponse().text()).isEqualTo("first");
        client.expectEnd();
    }

    @Test
    void a_client_that_goes_on_with_its_head_before_anybody_waits_keeps_its_buffer() throws IOException {
        RunningProxy proxy =
                plan(Protocol.HTTP, scene.server(HttpScript.echo())).start();
        ScriptedConnection client = proxy.connect("bulk").send("GET /slow HTTP/1.1\r\nHost: a\r\n");
        proxy.awaitLevel("half a head", level -> level.stalled() == 1);
        proxy.letPass(STALLED.multipliedBy(2));
        assertThat(proxy.level().evicted()).isZero();
        client.send("\r\n");
        assertThat(client.readResponse().text()).isEqualTo("GET /slow ");
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_download_goes_on_as_long_as_nobody_waits() throws IOException {
        RunningProxy proxy =
                plan(Protocol.HTTP, scene.server(EvictionTest::download)).start();
        ScriptedConnection idler = proxy.connect("bulk", SOCKET_BUFFER).sendHead("GET / HTTP/1.1", "Host: a");
        proxy.awaitLevel("stalled", level -> level.stalled() == 1);
        proxy.letPass(STALLED.multipliedBy(3));
        idler.readHead();
        idler.expect(BULK);
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        assertThat(proxy.level().evicted()).isZero();
    }

    @Test
    void who_would_hold_a_buffer_beyond_the_quota_is_refused_at_once() throws IOException {
        RunningProxy proxy = plan(Protocol.HTTP, scene.server())
                .buffers(4, 0)
                .stallQuota(0.5)
                .start();
        for (int i = 1; i <= 2; i++) {
            proxy.connect("bulk").send("GET / HTTP/1.1\r\nHost: a\r\n");
            int held = i;
            proxy.awaitLevel("half a head", level -> level.stalled() == held);
        }
        ScriptedConnection third = proxy.connect("bulk").send("GET / HTTP/1.1\r\nHost: a\r\n");
        expectRefusal(third, "parking-full");
        assertThat(proxy.level().stalled()).isEqualTo(2);
    }

    private static void download(ScriptedConnection connection) throws IOException {
        connection.readRequest();
        connection.sendHead("HTTP/1.1 200 OK", "Content-Length: " + BULK.length());
        connection.send(BULK);
    }

    private ScriptedConnection upload(RunningProxy proxy) throws IOException {
        ScriptedConnection client = proxy.connect("bulk");
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + BULK.length());
        flood(client);
        return client;
    }

    /** Sends until nobody takes it any more. */
    private void flood(ScriptedConnection connection) {
        scene.beside(() -> {
            try {
                return connection.send(BULK);
            } catch (IOException e) {
                return connection;
            }
        });
    }

    /**
     * Once the buffer is held without progress somebody asks for one, and is served because the holder goes. Or because the kernel
     * took the buffer after all, and the next one is held: then once more.
     */
    private static void expectEviction(RunningProxy proxy, String reason) throws IOException {
        List<String> reasons = new ArrayList<>();
        while (!reasons.contains(reason)) {
            proxy.await("a stall that lasts", () -> proxy.stalledFor().compareTo(STALLED.dividedBy(2)) > 0);
            ScriptedConnection client = proxy.connect("small");
            client.sendHead("GET /small HTTP/1.1", "Host: a");
            assertThat(client.readResponse().text()).isEqualTo("GET /small ");
            reasons.add(proxy.nextEnded().reason());
            if (proxy.level().evicted() > 0) {
                reasons.add(proxy.nextEnded().reason());
            }
        }
        assertThat(proxy.level().evicted()).isEqualTo(1);
        assertThat(reasons).containsOnly("done", reason);
    }

    private static void expectRefusal(ScriptedConnection client, String reason) throws IOException {
        HttpMessage refusal = client.readResponse();
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.text()).contains(reason);
    }

    private ProxyPlan plan(Protocol bulk, ScriptedServer server) throws IOException {
        return scene.proxy()
                .listener("bulk", bulk, RouteSettings.everything("bulk"))
                .server("bulk", server.address())
                .listener("small", Protocol.HTTP, RouteSettings.everything("small"))
                .server("small", scene.server(HttpScript.echo()).address())
                .buffers(1, 0)
                .stallQuota(1)
                .parkedBytes(0)
                .timeout(Phase.STALLED, STALLED)
                .minRate(MIN_RATE)
                .socketBuffers(SOCKET_BUFFER);
    }
}
