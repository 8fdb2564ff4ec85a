package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Ended;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.ProxyPlan;
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

/** Exchanges in line for a server that takes only so many at a time. */
final class SlotTest {

    private static final int CLIENTS = 50;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"64, 2, 1", "3, 0, 1", "1, 2, 1", "3, 2, 5"})
    void fifty_clients_are_all_answered_and_never_more_than_allowed_at_a_time(int count, int reserve, int slots)
            throws IOException {
        HttpScript script = HttpScript.echo();
        RunningProxy proxy = behind(scene.server(script), slots)
                .buffers(count, reserve)
                .loops(2)
                .start();
        List<FutureTask<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            clients.add(scene.beside(() -> {
                ScriptedConnection client = proxy.connect();
                for (int request = 0; request < 4; request++) {
                    String path = "/" + number + "/" + request;
                    client.sendHead("PUT " + path + " HTTP/1.1", "Host: a", "Content-Length: 4")
                            .send("body");
                    assertThat(client.readResponse().text()).isEqualTo("PUT " + path + " body");
                }
                return client;
            }));
        }
        clients.forEach(Scene::join);
        assertThat(script.requests()).hasSize(4 * CLIENTS);
        assertThat(script.mostAtOnce()).isLessThanOrEqualTo(slots);
    }

    @Test
    void who_is_in_line_holds_no_buffer_and_is_served_in_order() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).loops(1).buffers(3, 0).start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ScriptedConnection client = proxy.connect();
            client.sendHead("GET /" + i + " HTTP/1.1", "Host: a");
            int waiting = i;
            proxy.await(
                    "in line",
                    () -> proxy.server().active() == 1 && proxy.server().waiting() == waiting);
            clients.add(client);
        }
        proxy.awaitLevel("all parked", level -> level.leased() == 0);
        assertThat(proxy.status().parkedBytes()).isPositive();
        ScriptedConnection back = server.accept();
        for (int i = 0; i < 20; i++) {
            assertThat(back.readRequest().target()).isEqualTo("/" + i);
            assertThat(proxy.server().active()).isEqualTo(1);
            back.send(HttpScript.ok("" + i));
            assertThat(clients.get(i).readResponse().text()).isEqualTo("" + i);
            Ended ended = proxy.nextEnded();
            assertThat(ended.slotWaitNanos() > 0).isEqualTo(i > 0);
        }
    }

    @Test
    void a_client_that_goes_away_gives_up_its_place() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).loops(1).start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection gone = proxy.connect();
        gone.sendHead("GET /gone HTTP/1.1", "Host: a");
        proxy.await("one in line", () -> proxy.server().waiting() == 1);
        ScriptedConnection last = proxy.connect();
        last.sendHead("GET /last HTTP/1.1", "Host: a");
        proxy.await("two in line", () -> proxy.server().waiting() == 2);
        gone.reset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
        assertThat(proxy.server().waiting()).isEqualTo(1);
        back.send(HttpScript.ok("first"));
        first.readResponse();
        assertThat(back.readRequest().target()).isEqualTo("/last");
        back.send(HttpScript.ok("last"));
        assertThat(last.readResponse().text()).isEqualTo("last");
    }

    @Test
    void a_client_in_line_may_send_its_next_request_meanwhile() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).loops(1).start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /1 HTTP/1.1", "Host: a");
        proxy.await("in line", () -> proxy.server().waiting() == 1);
        proxy.awaitStatus("parked", status -> status.parkedBytes() > 0);
        long parked = proxy.status().parkedBytes();
        client.sendHead("GET /2 HTTP/1.1", "Host: a").finish();
        proxy.awaitStatus("its first byte was seen", status -> status.parkedBytes() == parked + 1);
        back.send(HttpScript.ok("first"));
        first.readResponse();
        for (int i = 1; i <= 2; i++) {
            assertThat(back.readRequest().target()).isEqualTo("/" + i);
            back.send(HttpScript.ok("" + i));
            assertThat(client.readResponse().text()).isEqualTo("" + i);
        }
        client.expectEnd();
    }

    @Test
    void a_client_in_line_may_send_its_body_meanwhile() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).loops(1).start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT /1 HTTP/1.1", "Host: a", "Content-Length: 8").send("half");
        proxy.await("in line", () -> proxy.server().waiting() == 1);
        client.send("rest");
        back.send(HttpScript.ok("first"));
        first.readResponse();
        assertThat(back.readRequest().text()).isEqualTo("halfrest");
        back.send(HttpScript.ok("x"));
        client.readResponse();
    }

    // Else those in line would hold the buffers that the one before them needs to be done.
    @Test
    void uploads_in_line_leave_the_buffers_to_the_upload_that_has_the_slot() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).loops(1).buffers(3, 2).start();
        ScriptedConnection running = proxy.connect();
        running.sendHead("PUT /running HTTP/1.1", "Host: a", "Content-Length: 100000");
        ScriptedConnection back = server.accept();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ScriptedConnection client = proxy.connect();
            client.sendHead("PUT /" + i + " HTTP/1.1", "Host: a", "Content-Length: 10000")
                    .send(new byte[10_000]);
            clients.add(client);
        }
        proxy.await("in line", () -> proxy.server().waiting() == 5);
        running.send(new byte[100_000]);
        assertThat(back.readRequest().body()).hasSize(100_000);
        back.send(HttpScript.ok("stored"));
        assertThat(running.readResponse().text()).isEqualTo("stored");
        // In the order in which they were read: one select may tell of several clients, in an order of its own.
        for (int i = 0; i < clients.size(); i++) {
            HttpMessage upload = back.readRequest();
            assertThat(upload.body()).hasSize(10_000);
            back.send(HttpScript.ok("x"));
            clients.get(Integer.parseInt(upload.target().substring(1))).readResponse();
        }
    }

    @Test
    void a_client_that_goes_away_within_its_exchange_gives_its_slot_back() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = behind(server, 1).start();
        for (int i = 0; i < 3; i++) {
            ScriptedConnection client = proxy.connect();
            client.sendHead("GET / HTTP/1.1", "Host: a");
            ScriptedConnection back = server.accept();
            back.readRequest();
            client.reset();
            assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
            assertThat(proxy.server().active()).isZero();
        }
    }

    @Test
    void relays_wait_for_a_slot_as_well() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.TCP, RouteSettings.everything("b"))
                .server("b", server.address(), 1, 1)
                .start();
        ScriptedConnection first = proxy.connect();
        ScriptedConnection firstBack = server.accept();
        ScriptedConnection second = proxy.connect();
        second.send("hello");
        proxy.await("in line", () -> proxy.server().waiting() == 1);
        first.finish();
        firstBack.finish();
        server.accept().expect("hello");
    }

    private ProxyPlan behind(ScriptedServer server, int slots) {
        return scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", server.address(), 1, slots);
    }
}
