package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.FieldEdits;
import io.weir.http.FieldLine;
import io.weir.route.Regex;
import io.weir.route.RouteAction;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTimeouts;
import io.weir.route.TextMatch;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route makes of requests and responses on their way, how large they may be, and how long they may take. */
final class RouteRulesTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({
        "/api,     '',     /api,           /",
        "/api,     '',     /api/,          /",
        "/api,     '',     /api/users?a=b, /users?a=b",
        "/api,     '',     /api?a,         /?a",
        "/api,     '',     /api//x,        //x",
        "/api/,    '',     /api/users,     /users",
        "/api,     /v2,    /api/users,     /v2/users",
        "/api,     /v2,    /api,           /v2",
        "/api,     /v2/,   /api/users,     /v2/users",
        "/api,     /,      /api/users,     /users",
        "/,        /base,  /users,         /base/users",
        "/,        /base,  /,              /base/",
        "/a,       '',     /%61/./b,       /b"
    })
    void a_prefix_is_taken_away_or_replaced(String prefix, String other, String asked, String sent) throws IOException {
        RouteMatch match = RouteMatch.of("", new TextMatch.Prefix(prefix));
        assertThat(sentFor(match, new RouteEdits.Prefix(prefix, other), asked)).isEqualTo(sent);
    }

    @Test
    void an_asterisk_is_no_path() throws IOException {
        RouteSettings route =
                route(RouteMatch.EVERYTHING, edits(new RouteEdits.Prefix("/", "/base")), RouteLimits.NONE);
        ScriptedConnection client =
                behind(route, scene.server(HttpScript.echo())).connect();
        client.sendHead("OPTIONS * HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("OPTIONS * ");
    }

    @ParameterizedTest
    @CsvSource({
        "/u/([0-9]+)(/.*)?, /users/$1$2, /u/7/x?q, /users/7/x?q",
        "/u/([0-9]+)(/.*)?, /users/$1$2, /u/7,     /users/7",
        "/u/([0-9]+),       /users/$1,   /u/x,     /u/x",
        "/u/([0-9]+),       /$$$1$0,     /u/7,     /$7/u/7",
        "/(.*),             /$1,         /a%2Fb,   /a%2Fb"
    })
    void a_path_is_rewritten(String regex, String to, String asked, String sent) throws IOException {
        assertThat(sentFor(RouteMatch.EVERYTHING, new RouteEdits.Rewrite(Regex.of(regex), to), asked))
                .isEqualTo(sent);
    }

    // A client must not get by captures where no route leads.
    @Test
    void what_a_rewrite_makes_that_is_no_normal_path_is_refused() throws IOException {
        HttpScript script = HttpScript.echo();
        RouteEdits edits = edits(new RouteEdits.Rewrite(Regex.of("/get/(.)x(.)/(.*)"), "/public/$1$2/$3"));
        RunningProxy proxy = behind(route(RouteMatch.EVERYTHING, edits, RouteLimits.NONE), scene.server(script));
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /get/.x./secret HTTP/1.1", "Host: a");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("bad-path");
        assertThat(script.requests()).isEmpty();
        ScriptedConnection other = proxy.connect();
        other.sendHead("GET /get/axb/c HTTP/1.1", "Host: a");
        assertThat(other.readResponse().text()).isEqualTo("GET /public/ab/c ");
    }

    @Test
    void what_is_no_path_is_not_rewritten() throws IOException {
        RouteEdits edits = edits(new RouteEdits.Rewrite(Regex.of("(.*)"), "$1"));
        ScriptedConnection client = behind(
                        route(RouteMatch.EVERYTHING, edits, RouteLimits.NONE), scene.server(HttpScript.echo()))
                .connect();
        client.sendHead("OPTIONS * HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("OPTIONS * ");
    }

    @Test
    void as_many_bytes_as_the_configuration_may_add_find_room() throws IOException {
        FieldLine large = new FieldLine("A", "x".repeat(Http1Codec.roomForEdits(16 * 1024) - 5));
        FieldEdits fields = FieldEdits.of(List.of(large), List.of(), List.of());
        assertThat(fields.growth()).isEqualTo(Http1Codec.roomForEdits(16 * 1024));
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        route(RouteMatch.EVERYTHING, new RouteEdits(null, fields, fields), RouteLimits.NONE))
                .server("b", scene.server(HttpScript.echo()).address())
                .bufferSize(16 * 1024)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("GET / ");
        assertThat(response.field("A")).hasSize(large.value().length());
    }

    @Test
    void a_look_alike_is_not_passed_by() throws IOException {
        HttpScript script = HttpScript.echo();
        RouteEdits edits = new RouteEdits(
                null,
                FieldEdits.of(List.of(new FieldLine("X-Tenant", "t")), List.of(), List.of("X-Admin")),
                FieldEdits.NONE);
        ScriptedConnection client = behind(route(RouteMatch.EVERYTHING, edits, RouteLimits.NONE), scene.server(script))
                .connect();
        client.sendHead("GET / HTTP/1.1", "Host: a", "X_Tenant: evil", "x_admin: yes");
        client.readResponse();
        assertThat(script.requests().get(0).fieldLines())
                .contains("X-Tenant: t")
                .noneMatch(line -> line.contains("evil") || line.contains("yes"));
    }

    @Test
    void fields_are_set_added_and_removed_both_ways() throws IOException {
        HttpScript script = HttpScript.answering(request ->
                head("HTTP/1.1 200 OK", "Content-Length: 0", "Set-Cookie: a", "X-Inner: b", "server: s", "Date: d"));
        RouteEdits edits = new RouteEdits(
                null,
                FieldEdits.of(
                        List.of(new FieldLine("X-Tenant", "t")),
                        List.of(new FieldLine("Accept", "added")),
                        List.of("cookie")),
                FieldEdits.of(
                        List.of(new FieldLine("Server", "ours")),
                        List.of(new FieldLine("Vary", "Origin")),
                        List.of("x-inner", "Date")));
        RunningProxy proxy = behind(route(RouteMatch.EVERYTHING, edits, RouteLimits.NONE), scene.server(script));
        ScriptedConnection client = proxy.connect();
        client.sendHead(
                "GET / HTTP/1.1", "Host: a", "x-tenant: evil", "Accept: b", "Cookie: c", "X-TENANT: too", "D: e");
        HttpMessage response = client.readResponse();
        assertThat(response.fieldLines())
                .containsExactly("Content-Length: 0", "Set-Cookie: a", "Via: 1.1 weir", "Server: ours", "Vary: Origin");
        assertThat(script.requests().get(0).fieldLines())
                .startsWith("Host: a", "Accept: b", "D: e", "X-Tenant: t", "Accept: added");
    }

    @Test
    void an_interim_response_is_not_edited() throws IOException {
        RouteEdits edits = new RouteEdits(
                null, FieldEdits.NONE, FieldEdits.of(List.of(new FieldLine("A", "b")), List.of(), List.of()));
        ScriptedServer server = scene.server();
        ScriptedConnection client = behind(route(RouteMatch.EVERYTHING, edits, RouteLimits.NONE), server)
                .connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(head("HTTP/1.1 103 Early Hints", "A: c") + HttpScript.ok("x"));
        assertThat(client.readHead().field("A")).isEqualTo("c");
        assertThat(client.readResponse().field("A")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /12345678 HTTP/1.1',                         414, target-too-long",
        "'GET / HTTP/1.1\r\nA: b\r\nC: d\r\nE: f',         431, too-many-fields",
        "'GET / HTTP/1.1\r\nA: 12345678901234567890123456789012345678901234567890', 431, head-too-large",
        "'PUT / HTTP/1.1\r\nContent-Length: 11',           413, body-too-large"
    })
    void what_is_too_large_for_its_route_is_refused(String request, int status, String word) throws IOException {
        RouteLimits limits = new RouteLimits(10, 8, 3, 64);
        RunningProxy proxy =
                behind(route(RouteMatch.EVERYTHING, RouteEdits.NONE, limits), scene.server(HttpScript.echo()));
        ScriptedConnection client = proxy.connect();
        client.send(request.replace("\\r\\n", "\r\n") + "\r\nHost: a\r\n\r\n");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).contains(word);
        client.expectEnd();
        ScriptedConnection fitting = proxy.connect();
        fitting.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 10");
        fitting.send("0123456789");
        assertThat(fitting.readResponse().text()).isEqualTo("PUT / 0123456789");
    }

    @Test
    void a_chunked_body_that_grows_too_large_is_refused_while_the_server_waits() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                behind(route(RouteMatch.EVERYTHING, RouteEdits.NONE, new RouteLimits(10, 100, 100, 1_000)), server);
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        client.send("a\r\n0123456789\r\n");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("a\r\n0123456789\r\n");
        client.send("1\r\nx\r\n");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(413);
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("body-too-large");
    }

    @Test
    void a_chunked_body_that_grows_too_large_after_the_response_has_begun_is_broken_off() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                behind(route(RouteMatch.EVERYTHING, RouteEdits.NONE, new RouteLimits(10, 100, 100, 1_000)), server);
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: 5");
        client.readHead();
        client.send("b\r\n01234567890\r\n");
        client.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("body-too-large");
    }

    @Test
    void a_route_has_its_own_patience() throws IOException {
        RouteTimeouts impatient = new RouteTimeouts(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMillis(150)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        RouteSettings route = new RouteSettings(
                RouteMatch.of("", new TextMatch.Prefix("/quick")),
                new RouteAction.Forward("b"),
                RouteEdits.NONE,
                RouteLimits.NONE,
                impatient);
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, route, RouteSettings.everything("b"))
                .server("b", server.address())
                .start();
        ScriptedConnection patient = proxy.connect();
        patient.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /quick HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).contains("response-head-timeout");
        back.send(HttpScript.ok("late"));
        assertThat(patient.readResponse().text()).isEqualTo("late");
    }

    private String sentFor(RouteMatch match, RouteEdits.PathEdit edit, String asked) throws IOException {
        ScriptedConnection client = behind(route(match, edits(edit), RouteLimits.NONE), scene.server(HttpScript.echo()))
                .connect();
        client.sendHead("GET " + asked + " HTTP/1.1", "Host: a");
        return client.readResponse().text().split(" ", 3)[1];
    }

    private RunningProxy behind(RouteSettings route, ScriptedServer server) throws IOException {
        return scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, route)
                .server("b", server.address())
                .start();
    }

    private static RouteEdits edits(RouteEdits.@Nullable PathEdit path) {
        return new RouteEdits(path, FieldEdits.NONE, FieldEdits.NONE);
    }

    private static RouteSettings route(RouteMatch match, RouteEdits edits, RouteLimits limits) {
        return new RouteSettings(match, new RouteAction.Forward("b"), edits, limits, RouteTimeouts.NONE);
    }
}
