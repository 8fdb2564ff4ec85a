package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.FieldLine;
import io.weir.route.RouteAction;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.TextMatch;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route answers without a server, and what becomes of the connection. */
final class RouteActionTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"https, https", "HTTPS, https", "http, http", "'https, http', http", "ftp, http"})
    void a_redirect_keeps_the_scheme_that_a_trusted_peer_tells(String told, String scheme) throws IOException {
        RouteSettings route =
                new RouteSettings(RouteMatch.EVERYTHING, new RouteAction.Redirect(307, "{scheme}://{host}/new"));
        RunningProxy proxy = scene.proxy()
                .trustingListener(RunningProxy.FRONT, route, "127.0.0.1")
                .server("unused", scene.nobody())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a.test", "X-Forwarded-Proto: " + told);
        assertThat(client.readResponse().field("Location")).isEqualTo(scheme + "://a.test/new");
    }

    @Test
    void an_escaped_line_end_stays_escaped_in_a_location() throws IOException {
        RunningProxy proxy = proxy();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /old/%0d%0aX:%20y%0A%0A%7f%09 HTTP/1.1", "Host: shop.test:8080");
        HttpMessage response = client.readResponse();
        assertThat(response.field("Location")).isEqualTo("https://shop.test/old/%0D%0AX:%20y%0A%0A%7F%09");
        assertThat(response.has("X")).isFalse();
        expectGoesOn(client);
    }

    @Test
    void a_redirect_tells_where_to_go_and_the_connection_goes_on() throws IOException {
        RunningProxy proxy = proxy();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /old/a/../b?c=d HTTP/1.1", "Host: shop.test:8080");
        HttpMessage response = client.readResponse();
        assertThat(response.startLine()).isEqualTo("HTTP/1.1 308 Permanent Redirect");
        assertThat(response.fieldLines()).startsWith("Location: https://shop.test/old/b?c=d", "Content-Length: 0");
        Ended ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("done");
        assertThat(ended.status()).isEqualTo(308);
        assertThat(ended.backend()).isEmpty();
        expectGoesOn(client);
    }

    @Test
    void a_redirect_to_the_host_of_a_request_that_has_none_is_refused() throws IOException {
        RunningProxy proxy = proxy();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /old HTTP/1.0");
        assertThat(client.readHead().status()).isEqualTo(400);
        assertThat(proxy.nextEnded().reason()).isEqualTo("missing-host");
    }

    @Test
    void a_fixed_response_is_given_to_everybody_and_the_connection_goes_on() throws IOException {
        RunningProxy proxy = proxy();
        ScriptedConnection client = proxy.connect();
        String request = head("GET /ping HTTP/1.1", "Host: a");
        client.send(request + request + request);
        for (int i = 0; i < 3; i++) {
            HttpMessage response = client.readResponse();
            assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.fieldLines()).startsWith("X-A: b", "Content-Length: 4");
            assertThat(response.text()).isEqualTo("pong");
            assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        }
        expectGoesOn(client);
    }

    @Test
    void head_gets_the_length_and_no_body() throws IOException {
        ScriptedConnection client = proxy().connect();
        client.send(head("HEAD /ping HTTP/1.1", "Host: a"));
        assertThat(client.readHead().field("Content-Length")).isEqualTo("4");
        expectGoesOn(client);
    }

    @Test
    void a_body_that_is_here_is_taken_and_the_connection_goes_on() throws IOException {
        ScriptedConnection client = proxy().connect();
        client.send(head("POST /ping HTTP/1.1", "Host: a", "Content-Length: 4") + "body");
        assertThat(client.readResponse().text()).isEqualTo("pong");
        expectGoesOn(client);
    }

    @Test
    void a_body_that_is_still_to_come_ends_the_connection() throws IOException {
        ScriptedConnection client = proxy().connect();
        client.sendHead("POST /ping HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 4");
        HttpMessage response = client.readResponse();
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(response.text()).isEqualTo("pong");
        client.expectEnd();
    }

    @Test
    void a_client_of_http10_is_told_that_its_connection_goes_on() throws IOException {
        ScriptedConnection client = proxy().connect();
        client.sendHead("GET /ping HTTP/1.0", "Connection: keep-alive");
        assertThat(client.readResponse().field("Connection")).isEqualTo("keep-alive");
        client.sendHead("GET /ping HTTP/1.0");
        assertThat(client.readResponse().field("Connection")).isEqualTo("close");
        client.expectEnd();
    }

    private static void expectGoesOn(ScriptedConnection client) throws IOException {
        client.sendHead("GET /else HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET /else ");
    }

    private RunningProxy proxy() throws IOException {
        return scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings(path("/old"), new RouteAction.Redirect(308, "https://{host}{path}{query}")),
                        new RouteSettings(
                                path("/ping"),
                                new RouteAction.Respond(200, List.of(new FieldLine("X-A", "b")), "pong")),
                        RouteSettings.everything("b"))
                .server("b", scene.server(HttpScript.echo()).address())
                .start();
    }

    private static RouteMatch path(String prefix) {
        return RouteMatch.of("", new TextMatch.Prefix(prefix));
    }
}
