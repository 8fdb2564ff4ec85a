package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.StalledBuffer;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other side sees of a head, and which backend sees it. */
final class ForwardingTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void fields_of_one_hop_stay_there_and_the_others_pass_in_order() throws IOException {
        HttpScript script = HttpScript.answering(request -> head(
                "HTTP/1.1 200 OK",
                "Content-Length: 0",
                "Set-Cookie: a=1",
                "Connection: X-Secret, keep-alive",
                "Keep-Alive: timeout=60",
                "X-Secret: s",
                "Proxy-Connection: keep-alive",
                "Set-Cookie: b=2",
                "Date: theirs",
                "Server: theirs"));
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead(
                "GET /p?q=1 HTTP/1.1",
                "Host: shop.test:8080",
                "Accept: a",
                "Connection: X-Mine, TE, Upgrade",
                "X-Mine: m",
                "TE: trailers",
                "Upgrade: h2c",
                "Proxy-Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "Accept: b",
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Host: evil.test");
        HttpMessage response = client.readResponse();
        assertThat(response.fieldLines())
                .containsExactly(
                        "Content-Length: 0",
                        "Set-Cookie: a=1",
                        "Set-Cookie: b=2",
                        "Date: theirs",
                        "Server: theirs",
                        "Via: 1.1 weir");
        HttpMessage request = script.requests().get(0);
        assertThat(request.startLine()).isEqualTo("GET /p?q=1 HTTP/1.1");
        assertThat(request.fieldLines())
                .containsExactly(
                        "Host: shop.test:8080",
                        "Accept: a",
                        "Accept: b",
                        "X-Forwarded-Host: shop.test:8080",
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: "
                                + proxy.weir().address(RunningProxy.FRONT).getPort(),
                        "Via: 1.1 weir",
                        "TE: trailers",
                        "Connection: TE");
    }

    @Test
    void what_is_held_for_the_sake_of_whom_a_trusted_peer_speaks_for_counts_as_that_clients() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(4096);
        RunningProxy proxy = scene.proxy()
                .trustingListener(RunningProxy.FRONT, "b", "127.0.0.1")
                .server("b", server.address())
                .buffers(4, 0)
                .stallQuota(1)
                .parkedBytes(0)
                .socketBuffers(64 * 1024)
                .start();
        ScriptedConnection client = proxy.connect();
        scene.beside(() -> {
            try {
                client.sendHead(
                        "PUT / HTTP/1.1", "Host: a", "Content-Length: 100000000", "X-Forwarded-For: 203.0.113.9");
                client.send(Content.of(1, 100_000_000));
            } catch (IOException gone) {
                // The test is over.
            }
            return client;
        });
        ScriptedConnection back = server.accept();
        assertThat(back.readHead().field("X-Forwarded-For")).isEqualTo("203.0.113.9, 127.0.0.1");
        // One look: while the kernel still takes some, a stall comes and goes.
        List<StalledBuffer> stalled = new ArrayList<>();
        proxy.await("stalled", () -> stalled.addAll(proxy.weir().stalled(4)));
        assertThat(stalled)
                .extracting(buffer -> buffer.client().getHostAddress())
                .containsOnly("203.0.113.9");
        back.close();
    }

    @Test
    void an_absolute_target_comes_to_the_server_in_origin_form_with_its_host() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = scene.http(scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET http://shop.test:81/p?q HTTP/1.1", "Host: other.test");
        client.readResponse();
        HttpMessage request = script.requests().get(0);
        assertThat(request.startLine()).isEqualTo("GET /p?q HTTP/1.1");
        assertThat(request.field("Host")).isEqualTo("shop.test:81");
        assertThat(request.field("X-Forwarded-Host")).isEqualTo("shop.test:81");
    }

    @Test
    void a_head_that_has_no_room_for_our_fields_is_refused() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).bufferSize(1024).start();
        ScriptedConnection client = proxy.connect();
        String authority = "a".repeat(250);
        // X-Forwarded-Host repeats it, and with the rest that is more than the room kept before a head.
        client.sendHead("GET / HTTP/1.1", "Host: " + authority);
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(431);
        assertThat(proxy.nextEnded().reason()).isEqualTo("head-too-large");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, /, shop",
        "SHOP.test:8080, /, shop",
        "shop.test., /x, shop",
        "shop.test, /api, api",
        "shop.test, /api/v1, api",
        "shop.test, /apis, shop",
        "a.wild.test, /, wild",
        "b.a.wild.test, /x, wild",
        "wild.test, /, none",
        "other.test, /static/x, files",
        "other.test, /other, none",
    })
    void host_and_path_choose_the_backend(String host, String path, String expected) throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings("shop.test", "/api", "api"),
                        new RouteSettings("shop.test", "/", "shop"),
                        new RouteSettings("*.wild.test", "/", "wild"),
                        new RouteSettings("", "/static/", "files"))
                .server("api", named("api").address())
                .server("shop", named("shop").address())
                .server("wild", named("wild").address())
                .server("files", named("files").address())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET " + path + " HTTP/1.1", "Host: " + host);
        HttpMessage response = client.readResponse();
        var ended = proxy.nextEnded();
        if (expected.equals("none")) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("no-route");
            assertThat(ended.reason()).isEqualTo("no-route");
            assertThat(ended.backend()).isEmpty();
        } else {
            assertThat(response.text()).isEqualTo(expected);
            assertThat(ended.backend()).isEqualTo(expected);
        }
        assertThat(ended.target()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"/admin/../api/x, /api/x", "/%61pi/./x, /api/x", "/api/%2e%2e/api, /api", "//a.test/../../api, /api"})
    void a_path_is_routed_and_sent_in_its_normal_form_and_told_as_received(String path, String sent)
            throws IOException {
        HttpScript api = HttpScript.echo();
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings("", "/admin", "admin"),
                        new RouteSettings("", "/api", "api"))
                .server("admin", named("admin").address())
                .server("api", scene.server(api).address())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET " + path + "?/../%2e HTTP/1.1", "Host: x");
        assertThat(client.readResponse().status()).isEqualTo(200);
        assertThat(api.requests().get(0).startLine()).isEqualTo("GET " + sent + "?/../%2e HTTP/1.1");
        assertThat(proxy.nextEnded().target()).isEqualTo(path + "?/../%2e");
    }

    @Test
    void requests_of_one_connection_may_go_to_different_backends() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings("", "/a", "a"),
                        new RouteSettings("", "/b", "b"))
                .server("a", named("a").address())
                .server("b", named("b").address())
                .start();
        ScriptedConnection client = proxy.connect();
        for (String path : new String[] {"/a", "/b", "/a", "/a", "/b"}) {
            client.sendHead("GET " + path + " HTTP/1.1", "Host: x");
            assertThat(client.readResponse().text()).isEqualTo(path.substring(1));
        }
    }

    private ScriptedServer named(String name) throws IOException {
        return scene.server(HttpScript.answering(request -> HttpScript.ok(name)));
    }
}
