package io.weir.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ServerStatus;
import io.weir.backend.Reuse;
import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.ProxyPlan;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and backends that a reload adds, changes or takes away, as the exchanges find them that run or wait meanwhile. */
final class ServerReloadTest {

    private static final String B = "backend";

    @RegisterExtension
    final Scene scene = new Scene();

    private ProxyPlan plan() {
        return scene.proxy().loops(2).listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything(B));
    }

    private ProxyPlan plan(String name, ScriptedServer server, int maxConnections) {
        return plan().server(B, name, server.address(), 1, maxConnections);
    }

    private static ScriptedConnection ask(RunningProxy proxy, String path) throws IOException {
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET " + path + " HTTP/1.1", "Host: a");
        return client;
    }

    private static void answer(ScriptedConnection back, ScriptedConnection client, String text) throws IOException {
        back.send(HttpScript.ok(text));
        assertThat(client.readResponse().text()).isEqualTo(text);
    }

    private static int waiting(RunningProxy proxy) {
        return proxy.status().servers().stream()
                .mapToInt(ServerStatus::waiting)
                .max()
                .orElse(0);
    }

    // One after the other, so that they wait in the order of their numbers.
    private static List<ScriptedConnection> waiters(RunningProxy proxy, int count) throws IOException {
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            clients.add(ask(proxy, "/w" + i));
            int expected = i;
            proxy.await("it waits", () -> waiting(proxy) == expected);
        }
        return clients;
    }

    @Test
    void a_server_that_is_added_gets_those_who_wait_and_no_more_than_its_slots() throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server();
        RunningProxy proxy = plan("a", a, 1).loops(1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        List<ScriptedConnection> clients = waiters(proxy, 3);
        proxy.reload(plan("a", a, 1).loops(1).server(B, "b", b.address(), 1, 2));
        List<ScriptedConnection> backs = List.of(b.accept(), b.accept());
        for (ScriptedConnection one : backs) {
            int number = one.readRequest().target().charAt(2) - '0';
            assertThat(number).isBetween(1, 2);
            one.send(HttpScript.ok("" + number));
            assertThat(clients.get(number - 1).readResponse().text()).isEqualTo("" + number);
        }
        answer(back, first, "first");
        // The third goes to whichever has a slot first, on a connection that is kept.
        serveAll(List.of(back, backs.get(0), backs.get(1)));
        assertThat(clients.get(2).readResponse().text()).isEqualTo("x");
    }

    // Each until its connection is closed, which may be after the test.
    private static void serveAll(List<ScriptedConnection> backs) {
        for (ScriptedConnection back : backs) {
            Thread thread = new Thread(() -> serve(back), "serve");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(ScriptedConnection back) {
        try {
            while (back.hasMore()) {
                back.readRequest();
                back.send(HttpScript.ok("x"));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void a_server_that_is_removed_gets_nothing_new_and_its_idle_connections_are_closed_now() throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", a, 0).start();
        List<ScriptedConnection> clients = new ArrayList<>();
        List<ScriptedConnection> backs = new ArrayList<>();
        // Clients of both loops, each of which keeps its own idle connections.
        for (int i = 0; i < 4; i++) {
            clients.add(ask(proxy, "/"));
            backs.add(a.accept());
            backs.get(i).readRequest();
        }
        for (int i = 0; i < 3; i++) {
            answer(backs.get(i), clients.get(i), "x");
        }
        proxy.await("three idle", () -> proxy.server().idle() == 3);
        proxy.reload(plan("b", b, 0));
        for (int i = 0; i < 3; i++) {
            backs.get(i).expectEnd();
            clients.get(i).sendHead("GET /next HTTP/1.1", "Host: a");
            assertThat(clients.get(i).readResponse().text()).isEqualTo("GET /next ");
        }
        ServerStatus left = proxy.server(B, "a").orElseThrow();
        assertThat(left.inService()).isFalse();
        assertThat(left.active()).isEqualTo(1);
        // The exchange that runs finishes; its connection is not kept.
        answer(backs.get(3), clients.get(3), "last");
        backs.get(3).expectEnd();
        proxy.await("forgotten", () -> proxy.server(B, "a").isEmpty());
        assertThat(a.connections()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reuse.class,
            names = {"SESSION", "SHARED"})
    void a_connection_that_belongs_to_one_client_is_closed_when_its_server_leaves(Reuse reuse) throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", a, 0).reuse(reuse).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a", "Authorization: NTLM abc");
        ScriptedConnection back = a.accept();
        back.readRequest();
        answer(back, client, "x");
        proxy.await(
                "kept for the client",
                () -> proxy.server().idle() + proxy.server().bound() == 1);
        proxy.reload(plan("b", b, 0).reuse(reuse));
        back.expectEnd();
        client.sendHead("GET /next HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET /next ");
    }

    @Test
    void max_connections_that_are_lowered_cut_nobody_and_grant_nothing_until_there_are_fewer() throws IOException {
        ScriptedServer a = scene.server();
        RunningProxy proxy = plan("a", a, 3).loops(1).start();
        List<ScriptedConnection> clients = new ArrayList<>();
        List<ScriptedConnection> backs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(ask(proxy, "/" + i));
            backs.add(a.accept());
            backs.get(i).readRequest();
        }
        ScriptedConnection waiter = waiters(proxy, 1).get(0);
        proxy.reload(plan("a", a, 1).loops(1));
        for (int i = 0; i < 2; i++) {
            answer(backs.get(i), clients.get(i), "x");
            int left = 2 - i;
            proxy.await("a slot back", () -> proxy.server().active() == left);
            assertThat(proxy.server().waiting()).as("with %d active", left).isEqualTo(1);
        }
        answer(backs.get(2), clients.get(2), "x");
        proxy.await("granted", () -> waiting(proxy) == 0);
        assertThat(proxy.server().active()).isEqualTo(1);
        serveAll(backs);
        assertThat(waiter.readResponse().text()).isEqualTo("x");
    }

    @Test
    void max_connections_that_are_raised_wake_exactly_the_difference() throws IOException {
        ScriptedServer a = scene.server();
        RunningProxy proxy = plan("a", a, 1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        List<ScriptedConnection> clients = waiters(proxy, 4);
        proxy.reload(plan("a", a, 3));
        assertThat(proxy.server().active()).isEqualTo(3);
        assertThat(waiting(proxy)).isEqualTo(2);
        proxy.reload(plan("a", a, 0));
        assertThat(proxy.server().active()).isEqualTo(5);
        assertThat(waiting(proxy)).isZero();
        answer(back, first, "x");
        serveAll(List.of(a.accept(), a.accept(), a.accept(), a.accept()));
        for (ScriptedConnection client : clients) {
            assertThat(client.readResponse().text()).isEqualTo("x");
        }
    }

    @Test
    void a_server_that_comes_back_is_the_same_with_what_it_has_in_use() throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", a, 1).loops(1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        proxy.reload(plan("b", b, 0).loops(1));
        proxy.reload(plan("a", a, 1).loops(1));
        ServerStatus again = proxy.server(B, "a").orElseThrow();
        assertThat(again.inService()).isTrue();
        assertThat(again.active()).as("its slot is in use").isEqualTo(1);
        ScriptedConnection second = waiters(proxy, 1).get(0);
        answer(back, first, "x");
        assertThat(back.readRequest().target())
                .as("on the connection that is kept")
                .isEqualTo("/w1");
        answer(back, second, "y");
        assertThat(a.connections()).isEqualTo(1);
    }

    @Test
    void a_server_of_the_same_name_at_another_address_is_another() throws IOException {
        ScriptedServer old = scene.server();
        ScriptedServer other = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", old, 1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = old.accept();
        back.readRequest();
        proxy.reload(plan("a", other, 1));
        assertThat(ask(proxy, "/second").readResponse().text()).isEqualTo("GET /second ");
        answer(back, first, "x");
        back.expectEnd();
    }

    @Test
    void those_who_wait_for_a_server_that_leaves_go_to_the_one_that_takes_its_place() throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", a, 1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        List<ScriptedConnection> clients = waiters(proxy, 3);
        proxy.reload(plan("b", b, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(clients.get(i).readResponse().text()).isEqualTo("GET /w" + (i + 1) + " ");
        }
        answer(back, first, "x");
    }

    @Test
    void those_for_whom_no_server_is_left_are_refused() throws IOException {
        ScriptedServer a = scene.server();
        RunningProxy proxy = plan("a", a, 1).loops(1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        ScriptedConnection waiter = waiters(proxy, 1).get(0);
        proxy.reload(plan().loops(1).server(B, "a", a.address(), 0, 1));
        assertThat(waiter.readResponse().status()).isEqualTo(503);
        assertThat(proxy.nextEnded().reason()).isEqualTo("no-server");
        answer(back, first, "x");
        assertThat(ask(proxy, "/next").readResponse().status()).isEqualTo(503);
        proxy.reload(plan("a", a, 1).loops(1));
        ScriptedConnection again = ask(proxy, "/again");
        assertThat(back.readRequest().target()).isEqualTo("/again");
        answer(back, again, "y");
    }

    @Test
    void old_exchanges_of_a_backend_that_is_gone_still_find_its_servers() throws IOException {
        ScriptedServer a = scene.server();
        ScriptedServer b = scene.server(HttpScript.echo());
        RunningProxy proxy = plan("a", a, 1).start();
        ScriptedConnection first = ask(proxy, "/first");
        ScriptedConnection back = a.accept();
        back.readRequest();
        ScriptedConnection waiter = waiters(proxy, 1).get(0);
        proxy.reload(scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("other"))
                .server("other", b.address()));
        assertThat(ask(proxy, "/new").readResponse().text()).isEqualTo("GET /new ");
        answer(back, first, "x");
        back.expectEnd();
        ScriptedConnection next = a.accept();
        assertThat(next.readRequest().target()).isEqualTo("/w1");
        answer(next, waiter, "y");
        next.expectEnd();
        proxy.await("the backend is forgotten", () -> proxy.server(B, "a").isEmpty());
    }

    @Test
    void weights_are_those_of_the_last_reload() throws IOException {
        HttpScript a = HttpScript.echo();
        HttpScript b = HttpScript.echo();
        ScriptedServer first = scene.server(a);
        ScriptedServer second = scene.server(b);
        RunningProxy proxy =
                plan("a", first, 0).server(B, "b", second.address(), 1, 0).start();
        proxy.reload(plan().server(B, "a", first.address(), 3, 0).server(B, "b", second.address(), 1, 0));
        ScriptedConnection client = proxy.connect();
        for (int i = 0; i < 8; i++) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            client.readResponse();
        }
        assertThat(a.requests()).hasSize(6);
        assertThat(b.requests()).hasSize(2);
    }
}
