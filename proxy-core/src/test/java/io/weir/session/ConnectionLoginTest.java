package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Reuse;
import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that log in a connection, not a request: nobody gets the answer that is another's. */
final class ConnectionLoginTest {

    private static final int CLIENTS = 20;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({
        "401, WWW-Authenticate, Authorization, NTLM",
        "401, WWW-Authenticate, Authorization, negotiate",
        "407, Proxy-Authenticate, Proxy-Authorization, NTLM"
    })
    void a_client_without_credentials_never_gets_the_connection_of_one_who_has_logged_in(
            int status, String challenge, String credentials, String scheme) throws IOException {
        ScriptedServer server = scene.server(loginBy(status, challenge, credentials, scheme));
        RunningProxy proxy = scene.http(server).loops(1).start();
        ScriptedConnection alice = proxy.connect();
        logIn(alice, status, credentials, scheme, "alice");
        assertThat(ask(alice).text()).isEqualTo("alice");
        for (int i = 0; i < 4; i++) {
            ScriptedConnection other = proxy.connect();
            assertThat(ask(other).status()).isEqualTo(status);
            assertThat(ask(alice).text()).isEqualTo("alice");
        }
        alice.close();
        proxy.await("closed with its client", () -> proxy.status().sessions() == 4);
        assertThat(proxy.server().idle()).isZero();
    }

    // Each logs in while others come and go: whose connection it is is told by the server in each response.
    @ParameterizedTest
    @EnumSource(
            value = Reuse.class,
            names = {"SHARED", "SESSION"})
    void everybody_gets_their_own_answers_whoever_logs_in_beside_them(Reuse reuse) throws IOException {
        ScriptedServer server = scene.server(loginBy(401, "WWW-Authenticate", "Authorization", "NTLM"));
        RunningProxy proxy = scene.http(server).loops(2).reuse(reuse).start();
        List<FutureTask<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "client" + i;
            clients.add(scene.beside(() -> {
                for (int round = 0; round < 5; round++) {
                    ScriptedConnection client = proxy.connect();
                    assertThat(ask(client).status()).isEqualTo(401);
                    logIn(client, 401, "Authorization", "NTLM", name);
                    for (int request = 0; request < 5; request++) {
                        assertThat(ask(client).text()).isEqualTo(name);
                    }
                    client.close();
                }
                return name;
            }));
        }
        clients.forEach(Scene::join);
        proxy.await("none is left", () -> proxy.server().bound() == 0);
        assertThat(proxy.server().idle()).isZero();
    }

    @Test
    void an_exchange_of_a_client_who_has_logged_in_waits_for_the_server_where_that_was() throws IOException {
        ScriptedServer one = scene.server();
        ScriptedServer two = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", one.address(), 1, 1)
                .server("b", two.address(), 1, 1)
                .loops(1)
                .start();
        ScriptedConnection alice = proxy.connect();
        alice.sendHead("GET /login HTTP/1.1", "Host: a", "Authorization: NTLM x");
        ScriptedConnection loggedIn = one.accept();
        loggedIn.readRequest();
        loggedIn.send(HttpScript.ok("hello"));
        alice.readResponse();
        // Takes the other server, and then hers.
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection firstBack = two.accept();
        firstBack.readRequest();
        ScriptedConnection second = proxy.connect();
        second.sendHead("GET /second HTTP/1.1", "Host: a");
        ScriptedConnection secondBack = one.accept();
        secondBack.readRequest();
        alice.sendHead("GET /again HTTP/1.1", "Host: a");
        proxy.await("in line", () -> proxy.status().servers().get(0).waiting() == 1);
        firstBack.send(HttpScript.ok("first"));
        first.readResponse();
        assertThat(proxy.status().servers().get(0).waiting()).isEqualTo(1);
        secondBack.send(HttpScript.ok("second"));
        second.readResponse();
        assertThat(loggedIn.readRequest().target()).isEqualTo("/again");
        loggedIn.send(HttpScript.ok("alice"));
        assertThat(alice.readResponse().text()).isEqualTo("alice");
    }

    @Test
    void a_request_for_another_backend_ends_the_connection_so_that_a_session_never_has_two() throws IOException {
        ScriptedServer one = scene.server();
        ScriptedServer two = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings("", "/two", "c"),
                        RouteSettings.everything("b"))
                .server("b", one.address())
                .server("c", two.address())
                .start();
        ScriptedConnection alice = proxy.connect();
        alice.sendHead("GET / HTTP/1.1", "Host: a", "Authorization: NTLM x");
        ScriptedConnection loggedIn = one.accept();
        loggedIn.readRequest();
        loggedIn.send(HttpScript.ok("hello"));
        alice.readResponse();
        alice.sendHead("GET /two HTTP/1.1", "Host: a");
        ScriptedConnection other = two.accept();
        other.readRequest();
        loggedIn.expectEnd();
        other.send(HttpScript.ok("two"));
        assertThat(alice.readResponse().text()).isEqualTo("two");
        assertThat(proxy.status().servers()).allMatch(server -> server.bound() == 0);
    }

    private static HttpMessage ask(ScriptedConnection client) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        return client.readResponse();
    }

    private static void logIn(ScriptedConnection client, int status, String credentials, String scheme, String name)
            throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a", credentials + ": " + scheme + " 1" + name);
        assertThat(client.readResponse().status()).isEqualTo(status);
        client.sendHead("GET / HTTP/1.1", "Host: a", credentials + ": " + scheme + " 3" + name);
        assertThat(client.readResponse().text()).isEqualTo(name);
    }

    // As the servers do that this is about: the first message is answered by a challenge, the third by whoever has sent
    // both, and so is
    // everything that comes behind on that connection.
    private static ScriptedServer.Script loginBy(int status, String challenge, String credentials, String scheme) {
        return connection -> {
            String known = "";
            String begun = "";
            while (connection.hasMore()) {
                HttpMessage request = connection.readRequest();
                String said =
                        request.has(credentials) ? request.field(credentials).substring(scheme.length() + 1) : "";
                if (said.startsWith("1")) {
                    begun = said.substring(1);
                    known = "";
                } else if (said.startsWith("3") && said.substring(1).equals(begun)) {
                    known = begun;
                }
                connection.send(
                        known.isEmpty()
                                ? head("HTTP/1.1 " + status + " Who", "Content-Length: 0", challenge + ": " + scheme)
                                : HttpScript.ok(known));
            }
        };
    }
}
