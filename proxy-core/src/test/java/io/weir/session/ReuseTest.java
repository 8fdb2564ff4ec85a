package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A back connection is used again only if nothing speaks against it. */
final class ReuseTest {

    private static final String UNSOLICITED = "event=unsolicited-bytes server={} reuse=off seconds={}";

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    /** What a server does on a connection that has just served. */
    @FunctionalInterface
    interface Spoil {
        void spoil(ScriptedConnection back) throws IOException;
    }

    static Stream<Arguments> what_ends_an_idle_connection() {
        return Stream.of(
                arguments(named("it closes", (Spoil) ScriptedConnection::close)),
                arguments(named("it ends its bytes", (Spoil) ScriptedConnection::finish)),
                arguments(named("it resets", (Spoil) ScriptedConnection::reset)));
    }

    @ParameterizedTest
    @MethodSource
    void what_ends_an_idle_connection(Spoil spoil) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        expectAnother(proxy, server, spoil);
        assertThat(proxy.server().unsolicited()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "HTTP/1.1 408 Too late\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void bytes_that_answer_no_request_end_an_idle_connection(String bytes) throws IOException {
        scene.expectWarning(UNSOLICITED);
        ScriptedServer server = scene.server();
        // Bytes that come long after the response break no trust.
        RunningProxy proxy = scene.http(server).clock(clock).start();
        expectAnother(proxy, server, back -> back.send(bytes));
        assertThat(proxy.server().unsolicited()).isEqualTo(1);
    }

    private static void expectAnother(RunningProxy proxy, ScriptedServer server, Spoil spoil) throws IOException {
        ScriptedConnection client = proxy.connect();
        ScriptedConnection first = exchange(client, server, HttpScript.ok("one"));
        proxy.await("idle", () -> proxy.server().idle() == 1);
        spoil.spoil(first);
        proxy.await("idle list empty", () -> proxy.server().idle() == 0);
        client.sendHead("GET /two HTTP/1.1", "Host: a");
        ScriptedConnection second = server.accept();
        assertThat(second.readRequest().target()).isEqualTo("/two");
        second.send(HttpScript.ok("two"));
        assertThat(client.readResponse().text()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=1, max=5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\nunsolicited"
            })
    void responses_after_which_a_connection_is_not_kept(String response) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        exchange(client, server, response).expectGone();
        assertThat(proxy.server().idle()).isZero();
        exchange(client, server, HttpScript.ok("clean"));
        proxy.await("idle", () -> proxy.server().idle() == 1);
    }

    static Stream<Arguments> what_is_more_than_a_response() {
        return Stream.of(
                arguments(head("HTTP/1.1 200 OK", "Content-Length: 0") + "unsolicited"),
                arguments(head("HTTP/1.1 204 No Content") + "unsolicited"),
                arguments(head("HTTP/1.1 304 Not Modified", "Content-Length: 5") + "hello"),
                arguments(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "0\r\n\r\n\r\n"),
                arguments(head("HTTP/1.1 200 OK", "Content-Length: 0") + HttpScript.ok("smuggled")));
    }

    // It does not reach the client, nor anybody who comes after: no connection of that server is used twice for a
    // while.
    @ParameterizedTest
    @MethodSource
    void what_is_more_than_a_response(String response) throws IOException {
        scene.expectWarning(UNSOLICITED);
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        exchange(client, server, response).expectGone();
        assertThat(proxy.server().unsolicited()).isEqualTo(1);
        exchange(client, server, HttpScript.ok("clean")).expectGone();
        exchange(client, server, HttpScript.ok("clean")).expectGone();
        assertThat(proxy.server().idle()).isZero();
        assertThat(proxy.server().unsolicited()).isEqualTo(1);
    }

    // TCP means one connection for one client: what an exchange of HTTP has left behind is not what a protocol of its
    // own begins with.
    @Test
    void a_relay_gets_a_connection_that_nobody_has_used() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .listener("tcp", Protocol.TCP, RouteSettings.everything("backend"))
                .loops(1)
                .start();
        exchange(proxy.connect(), server, HttpScript.ok("x"));
        proxy.await("idle", () -> proxy.server().idle() == 1);
        ScriptedConnection relayed = proxy.connect("tcp");
        relayed.send("hello");
        server.accept().expect("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "2147483648", "9223372037", "9223372036854775807", "9223372036854775808"})
    void a_server_that_keeps_connections_for_ever_is_taken_at_its_word(String seconds) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        String response = head("HTTP/1.1 200 OK", "Content-Length: 0", "Keep-Alive: timeout=" + seconds);
        ScriptedConnection back = exchange(client, server, response);
        client.sendHead("GET /two HTTP/1.1", "Host: a");
        assertThat(back.readRequest().target()).isEqualTo("/two");
        back.send(HttpScript.ok("two"));
        assertThat(client.readResponse().text()).isEqualTo("two");
    }

    @Test
    void a_connection_is_given_up_before_the_server_would_close_it() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).clock(clock).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back =
                exchange(client, server, head("HTTP/1.1 200 OK", "Content-Length: 0", "Keep-Alive: timeout=2"));
        proxy.await("idle", () -> proxy.server().idle() == 1);
        clock.release();
        back.expectEnd();
        assertThat(proxy.server().idle()).isZero();
    }

    @Test
    void an_idle_connection_is_given_up_after_the_server_keep_alive_timeout() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .timeout(Phase.SERVER_KEEP_ALIVE, Duration.ofMillis(150))
                .start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = exchange(client, server, HttpScript.ok("x"));
        back.expectEnd();
        proxy.await("idle list empty", () -> proxy.server().idle() == 0);
    }

    @Test
    void the_connection_used_last_is_used_first() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).loops(1).start();
        ScriptedConnection one = proxy.connect();
        ScriptedConnection two = proxy.connect();
        one.sendHead("GET /1 HTTP/1.1", "Host: a");
        ScriptedConnection first = server.accept();
        first.readRequest();
        two.sendHead("GET /2 HTTP/1.1", "Host: a");
        ScriptedConnection second = server.accept();
        second.readRequest();
        second.send(HttpScript.ok("two"));
        two.readResponse();
        first.send(HttpScript.ok("one"));
        one.readResponse();
        proxy.await("both idle", () -> proxy.server().idle() == 2);
        two.sendHead("GET /3 HTTP/1.1", "Host: a");
        assertThat(first.readRequest().target()).isEqualTo("/3");
        first.send(HttpScript.ok("three"));
        assertThat(two.readResponse().text()).isEqualTo("three");
    }

    private static ScriptedConnection exchange(ScriptedConnection client, ScriptedServer server, String response)
            throws IOException {
        client.sendHead("GET /one HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(response);
        int status = client.readResponse().status();
        assertThat(status).isEqualTo(Integer.parseInt(response.substring(9, 12)));
        return back;
    }
}
