package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.ProxyProtocol;
import io.weir.proxyprotocol.ProxyHeader;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that begin with what a load balancer tells of the client, by PROXY protocol; and those that we begin so. */
final class IntroductionTest {

    private static final String LINE = "PROXY TCP4 203.0.113.9 192.0.2.80 4711 443\r\n";

    private static final int SOCKET_BUFFER = 64 * 1024;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void the_client_is_whom_the_header_tells_and_what_follows_it_is_not_lost(String version) throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.send(header(version) + head("GET /1 HTTP/1.1", "Host: a") + head("GET /2 HTTP/1.1", "Host: a"));
        assertThat(client.readResponse().text()).isEqualTo("GET /1 ");
        assertThat(client.readResponse().text()).isEqualTo("GET /2 ");
        HttpMessage request = script.requests().get(1);
        assertThat(request.field("X-Forwarded-For")).isEqualTo("203.0.113.9");
        assertThat(request.field("X-Forwarded-Port")).isEqualTo("443");
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void a_header_may_come_byte_by_byte(long parkedBytes) throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(HttpScript.echo()))
                .parkedBytes(parkedBytes)
                .start();
        ScriptedConnection client = proxy.connect();
        String bytes = header("v2") + head("GET / HTTP/1.1", "Host: a");
        for (int i = 0; i < bytes.length(); i++) {
            client.send(bytes.substring(i, i + 1));
        }
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }

    @Test
    void a_header_that_is_half_there_holds_no_buffer() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(HttpScript.echo()))
                .buffers(1, 0)
                .start();
        ScriptedConnection half = proxy.connect();
        half.send(LINE.substring(0, 20));
        proxy.awaitStatus("parked", status -> status.parkedBytes() == 20);
        ScriptedConnection other = proxy.connect();
        other.send(LINE + head("GET / HTTP/1.1", "Host: a"));
        assertThat(other.readResponse().text()).isEqualTo("GET / ");
        half.send(LINE.substring(20) + head("GET /half HTTP/1.1", "Host: a"));
        assertThat(half.readResponse().text()).isEqualTo("GET /half ");
    }

    @Test
    void a_proxy_that_asks_for_itself_is_the_client() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.send("PROXY UNKNOWN\r\n" + head("GET / HTTP/1.1", "Host: a"));
        client.readResponse();
        assertThat(script.requests().get(0).field("X-Forwarded-For")).isEqualTo("127.0.0.1");
    }

    @Test
    void who_is_told_is_trusted_or_not_like_anybody() throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(script)).start();
        ScriptedConnection client = proxy.connect();
        client.send(LINE + head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 10.9.9.9"));
        client.readResponse();
        assertThat(script.requests().get(0).field("X-Forwarded-For")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP4 1 2 3 4\r\n",
                "\r\n\r\n\r\n",
                // A header of version 2 whose checksum is zero.
                "\r\n\r\n\0\r\nQUIT\n!\21\0\23ABCDEFGHIJKL\3\0\4\0\0\0\0"
            })
    void what_begins_with_something_else_is_broken_off_without_a_word(String bytes) throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server()).start();
        ScriptedConnection client = proxy.connect();
        client.send(bytes);
        client.expectGone();
        assertThat(proxy.refusals()).containsExactly("proxy-protocol-bad");
    }

    @Test
    void who_is_not_trusted_may_not_speak_for_others() throws IOException {
        RunningProxy proxy = scene.proxy()
                .introducedListener(RunningProxy.FRONT, Protocol.HTTP, "b", "192.0.2.0/24")
                .server("b", scene.server().address())
                .start();
        proxy.expectTurnedAway();
        proxy.await("told", () -> proxy.refusals().contains("proxy-protocol-untrusted"));
    }

    @Test
    void a_header_that_takes_too_long_ends_the_connection() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server())
                .timeout(Phase.REQUEST_HEAD, Duration.ofMillis(150))
                .start();
        ScriptedConnection client = proxy.connect();
        client.send("PROXY ");
        client.expectGone();
        assertThat(proxy.refusals()).containsExactly("request-head-timeout");
    }

    @Test
    void a_look_whether_somebody_listens_is_nothing_to_speak_of() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server()).start();
        proxy.connect().finish();
        proxy.awaitStatus("gone", status -> status.sessions() == 0);
        assertThat(proxy.refusals()).isEmpty();
    }

    // Nothing may be parked, so what is half there stays in its buffer: the header, then the head behind it.
    @Test
    void a_buffer_is_held_for_the_peer_until_its_header_tells_the_client() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(HttpScript.echo()))
                .parkedBytes(0)
                .start();
        ScriptedConnection client = proxy.connect();
        client.send(LINE.substring(0, 20));
        proxy.await("the peer's", () -> isHeldFor(proxy, "127.0.0.1"));
        client.send(LINE.substring(20) + "GET / HTTP/1.1\r\n");
        proxy.await("the client's", () -> isHeldFor(proxy, "203.0.113.9"));
        client.send("Host: a\r\n\r\n");
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }

    @Test
    void what_a_relays_client_does_not_read_is_held_for_whom_the_header_tells() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = introduced(Protocol.TCP, server)
                .parkedBytes(0)
                .socketBuffers(SOCKET_BUFFER)
                .start();
        ScriptedConnection client = proxy.connect(RunningProxy.FRONT, SOCKET_BUFFER);
        client.send(LINE);
        ScriptedConnection back = server.accept();
        Content bulk = Content.of(1, 4 << 20);
        scene.beside(() -> back.send(bulk));
        proxy.await("the client's", () -> isHeldFor(proxy, "203.0.113.9"));
        client.expect(bulk);
    }

    @Test
    void connections_of_one_client_are_counted_by_whom_the_header_tells() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(HttpScript.echo()))
                .connectionsPerClient(1)
                .start();
        ScriptedConnection one = proxy.connect();
        one.send(LINE + head("GET / HTTP/1.1", "Host: a"));
        one.readResponse();
        ScriptedConnection same = proxy.connect();
        same.send(LINE);
        same.expectGone();
        ScriptedConnection other = proxy.connect();
        other.send(LINE.replace("203.0.113.9", "203.0.113.8") + head("GET / HTTP/1.1", "Host: a"));
        assertThat(other.readResponse().text()).isEqualTo("GET / ");
        assertThat(proxy.refusals()).containsExactly("client-limit");
    }

    @Test
    void a_trusted_peer_that_tells_nobody_has_as_many_connections_as_it_needs() throws IOException {
        RunningProxy proxy = introduced(Protocol.HTTP, scene.server(HttpScript.echo()))
                .connectionsPerClient(1)
                .start();
        for (int i = 0; i < 3; i++) {
            ScriptedConnection peer = proxy.connect();
            peer.send("PROXY UNKNOWN\r\n" + head("GET / HTTP/1.1", "Host: a"));
            assertThat(peer.readResponse().text()).isEqualTo("GET / ");
        }
        assertThat(proxy.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void a_relay_passes_what_follows_the_header(long parkedBytes) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                introduced(Protocol.TCP, server).parkedBytes(parkedBytes).start();
        ScriptedConnection client = proxy.connect();
        client.send(LINE + "first");
        ScriptedConnection back = server.accept();
        back.expect("first");
        client.send("second");
        back.expect("second");
        back.send("answer");
        client.expect("answer");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProxyProtocol.class,
            names = {"V1", "V2"})
    void a_server_is_told_of_each_client_on_a_connection_of_its_own(ProxyProtocol version) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .trustingListener(RunningProxy.FRONT, "b", "127.0.0.1")
                .introducingServer("b", server.address(), version)
                .start();
        ScriptedConnection client = proxy.connect();
        InetSocketAddress called = proxy.weir().address(RunningProxy.FRONT);
        for (String address : new String[] {"203.0.113.9", "203.0.113.8"}) {
            client.sendHead("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: " + address);
            ScriptedConnection back = server.accept();
            back.expect(text(version, new InetSocketAddress(InetAddress.getByName(address), 0), called));
            assertThat(back.readRequest().target()).isEqualTo("/");
            back.send(HttpScript.ok("x"));
            assertThat(client.readResponse().text()).isEqualTo("x");
            back.expectEnd();
        }
    }

    @Test
    void a_relay_tells_its_server_before_either_side_speaks() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .introducedListener(RunningProxy.FRONT, Protocol.TCP, "b", "127.0.0.1")
                .introducingServer("b", server.address(), ProxyProtocol.V1)
                .start();
        ScriptedConnection client = proxy.connect();
        client.send(LINE);
        ScriptedConnection back = server.accept();
        back.expect(LINE);
        back.send("hello");
        client.expect("hello");
        client.send("ho");
        back.expect("ho");
    }

    private static boolean isHeldFor(RunningProxy proxy, String address) {
        return proxy.weir().stalled(1).stream()
                .anyMatch(held -> held.client().getHostAddress().equals(address));
    }

    private ProxyPlan introduced(Protocol protocol, ScriptedServer server) {
        return scene.proxy()
                .introducedListener(RunningProxy.FRONT, protocol, "b", "127.0.0.1")
                .server("b", server.address());
    }

    private static String header(String version) throws IOException {
        InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("203.0.113.9"), 4711);
        InetSocketAddress destination = new InetSocketAddress(InetAddress.getByName("192.0.2.80"), 443);
        return text(version.equals("v1") ? ProxyProtocol.V1 : ProxyProtocol.V2, source, destination);
    }

    private static String text(ProxyProtocol version, InetSocketAddress source, InetSocketAddress destination) {
        byte[] header = version == ProxyProtocol.V1
                ? ProxyHeader.version1(source, destination)
                : ProxyHeader.version2(source, destination);
        return new String(header, StandardCharsets.ISO_8859_1);
    }
}
