package io.weir.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.BufferSettings;
import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.backend.Backend;
import io.weir.exchange.ListenerRules;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.settings.Protocol;
import io.weir.testing.Reachable;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a generation: what refuses it, who keeps it alive, and how it ends. */
final class GenerationReloadTest {

    private static final String B = "backend";
    private static final String[] OFFER = {"GET /chat HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket"
    };
    private static final String[] CHANGE = {
        "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"
    };

    @RegisterExtension
    final Scene scene = new Scene().ofTunnels();

    private ProxyPlan plan(ScriptedServer server) {
        return scene.http(server).loops(2);
    }

    private static void ask(ScriptedConnection client) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().status()).isEqualTo(200);
    }

    @Test
    void all_keys_that_cannot_change_are_refused_at_once_with_both_values() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).start();
        WeirSettings running = proxy.weir().settings();
        WeirSettings next = plan(server)
                .listener("second", Protocol.HTTP, RouteSettings.everything(B))
                .loops(1)
                .connections(20_000)
                .parkedBytes(8 << 20)
                .settings()
                .withBuffers(new BufferSettings(65, 8 * 1024, 3, 0.25, 0.5))
                .withSockets(running.sockets()
                        .withMemory(running.sockets().memory() * 2)
                        .withBuffers(1 << 20, 1 << 19));
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> proxy.weir().reload(next))
                .satisfies(refused -> {
                    assertThat(refused.why()).isEqualTo(WeirReloadException.Cause.NEEDS_RESTART);
                    assertThat(refused.reasons())
                            .extracting(reason -> reason.substring(0, reason.indexOf(':')))
                            .containsExactlyInAnyOrder(
                                    "event-loops",
                                    "buffers.count",
                                    "buffers.size",
                                    "buffers.reserve",
                                    "buffers.stall-quota",
                                    "buffers.client-share",
                                    "limits.connections",
                                    "limits.parked-bytes",
                                    "sockets.send-buffer",
                                    "sockets.receive-buffer",
                                    "sockets.memory",
                                    "limits.listeners");
                    assertThat(refused.reasons())
                            .contains("event-loops: 1 (running: 2)")
                            .contains("buffers.count: 65 (running: 64)")
                            .contains("limits.connections: 20000 (running: at most 10000)")
                            .contains("limits.listeners: 2 are needed (running: room for 1)");
                });
        assertThat(proxy.weir().whyNot(next)).isPresent();
        assertThat(proxy.weir().settings()).isSameAs(running);
        assertThat(proxy.status().generation().current()).isEqualTo(1);
        ask(proxy.connect());
    }

    // The processors of a container change while it runs, and with them the number that is automatic.
    @Test
    void event_loops_that_are_automatic_stay_as_many_as_there_were_at_the_start() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).loops(0).start();
        int loops = proxy.weir().started().eventLoops();
        assertThat(loops).isPositive();
        proxy.reload(plan(server).loops(0));
        assertThat(proxy.weir().settings().eventLoops()).isEqualTo(loops);
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> proxy.reload(plan(server).loops(loops + 1)))
                .withMessageContaining("event-loops: " + (loops + 1) + " (running: " + loops + ")");
        ask(proxy.connect());
    }

    @Test
    void listeners_that_move_need_room_for_both_sockets() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy tight = plan(server).on(scene.nobody()).start();
        ProxyPlan moved = plan(server).on(scene.nobody());
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> tight.reload(moved))
                .withMessageContaining("limits.listeners: 2 sockets listen while listeners move (running: room for 1)");
        RunningProxy roomy = plan(server).listeners(2).on(scene.nobody()).start();
        roomy.reload(plan(server).listeners(2).on(scene.nobody()));
        ask(roomy.connect());
    }

    @Test
    void the_connection_limit_may_be_lowered_below_what_is_open_and_raised_again() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).connections(3).start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(proxy.connect());
            ask(clients.get(i));
        }
        proxy.reload(plan(server).connections(1));
        for (ScriptedConnection client : clients) {
            ask(client);
        }
        ScriptedConnection waiting = proxy.connect();
        waiting.sendHead("GET / HTTP/1.1", "Host: a");
        clients.get(0).close();
        clients.get(1).close();
        proxy.awaitStatus("two have left", status -> status.sessions() == 1);
        waiting.expectSilence();
        proxy.reload(plan(server).connections(2));
        assertThat(waiting.readResponse().status()).isEqualTo(200);
        ask(clients.get(2));
    }

    @Test
    void a_limit_for_each_client_counts_those_who_come_after_it_was_switched_on() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).start();
        ScriptedConnection before = proxy.connect();
        ask(before);
        proxy.reload(plan(server).connectionsPerClient(1));
        ScriptedConnection counted = proxy.connect();
        ask(counted);
        proxy.expectTurnedAway();
        before.close();
        proxy.awaitStatus("one left", status -> status.sessions() == 1);
        proxy.expectTurnedAway();
        proxy.reload(plan(server));
        ask(proxy.connect());
        assertThat(proxy.refusals()).containsOnly("client-limit");
    }

    @Test
    void tunnels_stay_on_their_generation_and_are_counted() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server)
                .listener("tcp", Protocol.TCP, RouteSettings.everything(B))
                .start();
        ScriptedConnection socket = proxy.connect();
        ScriptedConnection back = change(socket, server);
        ScriptedConnection relayed = proxy.connect("tcp");
        ScriptedConnection behind = server.accept();
        proxy.reload(plan(server).listener("tcp", Protocol.TCP, RouteSettings.everything(B)));
        assertThat(proxy.status().generation().oldTunnels()).isEqualTo(2);
        assertThat(proxy.status().generation().oldExchanges()).isZero();
        socket.send("a");
        back.expect("a").send("b");
        socket.expect("b");
        relayed.send("c");
        behind.expect("c").send("d");
        relayed.expect("d");
        back.close();
        behind.close();
        socket.close();
        relayed.close();
        proxy.awaitStatus("over", status -> status.generation().alive() == 1);
    }

    private static ScriptedConnection change(ScriptedConnection client, ScriptedServer server) throws IOException {
        client.sendHead(OFFER);
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead(CHANGE);
        assertThat(client.readHead().status()).isEqualTo(101);
        return back;
    }

    @Test
    void stragglers_of_an_old_generation_are_ended_after_their_time_and_nobody_else() throws IOException {
        ScriptedServer server = scene.server();
        HeldClock clock = new HeldClock();
        RunningProxy proxy = plan(server)
                .clock(clock)
                .listener("tcp", Protocol.TCP, RouteSettings.everything(B))
                .start();
        ScriptedConnection silent = proxy.connect();
        silent.sendHead("GET /silent HTTP/1.1", "Host: a");
        server.accept().readRequest();
        ScriptedConnection answering = proxy.connect();
        answering.sendHead("GET /answering HTTP/1.1", "Host: a");
        ScriptedConnection half = server.accept();
        half.readRequest();
        half.sendHead("HTTP/1.1 200 OK", "Content-Length: 100").send("part");
        answering.readHead();
        answering.expect("part");
        ScriptedConnection socket = proxy.connect();
        change(socket, server);
        ScriptedConnection relayed = proxy.connect("tcp");
        server.accept();
        ScriptedConnection idle = proxy.connect();
        proxy.awaitStatus("all here", status -> status.sessions() == 5);
        proxy.reload(plan(server)
                .timeout(Phase.OLD_GENERATION, Duration.ofMillis(100))
                .listener("tcp", Protocol.TCP, RouteSettings.everything(B)));
        ScriptedConnection young = proxy.connect();
        young.sendHead("GET /young HTTP/1.1", "Host: a");
        ScriptedConnection youngBack = server.accept();
        youngBack.readRequest();
        clock.release();
        HttpMessage refused = silent.readResponse();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.field("Connection")).isEqualTo("close");
        answering.expectReset();
        socket.expectGone();
        relayed.expectGone();
        for (int i = 0; i < 4; i++) {
            assertThat(proxy.nextEnded().reason()).isEqualTo("old-generation");
        }
        proxy.awaitStatus("over", status -> status.generation().alive() == 1);
        // While the connection of the other is in use, so that it takes one of its own.
        idle.sendHead("GET /idle HTTP/1.1", "Host: a");
        ScriptedConnection idleBack = server.accept();
        idleBack.readRequest();
        idleBack.send(HttpScript.ok("y"));
        assertThat(idle.readResponse().text()).isEqualTo("y");
        youngBack.send(HttpScript.ok("x"));
        assertThat(young.readResponse().text()).isEqualTo("x");
    }

    @Test
    void a_reload_beyond_the_configurations_in_use_ends_what_goes_by_the_oldest() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server).generations(2).start();
        ScriptedConnection oldest = proxy.connect();
        change(oldest, server);
        proxy.reload(plan(server).generations(2));
        ScriptedConnection younger = proxy.connect();
        ScriptedConnection youngerBack = change(younger, server);
        proxy.reload(plan(server).generations(2));
        oldest.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("old-generation");
        proxy.awaitStatus(
                "the second and the third", status -> status.generation().alive() == 2);
        younger.send("up");
        youngerBack.expect("up");
        youngerBack.send("down");
        younger.expect("down");
    }

    // No status is asked for meanwhile: nobody need look at Weir for old graphs to go.
    @Test
    void an_old_graph_can_be_collected_once_its_last_exchange_is_over_although_its_client_stays() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        List<WeakReference<Object>> old = graph(proxy);
        assertThat(old).hasSizeGreaterThanOrEqualTo(3);
        proxy.reload(scene.proxy()
                .loops(2)
                .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything("other"))
                .server("other", server.address()));
        System.gc();
        assertThat(old).as("while its exchange runs").allMatch(reference -> reference.get() != null);
        back.send(HttpScript.ok("x"));
        assertThat(client.readResponse().text()).isEqualTo("x");
        Scene.await(
                "collected",
                () -> {
                    System.gc();
                    return old.stream().allMatch(reference -> reference.get() == null);
                },
                old::toString);
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection again = server.accept();
        again.readRequest();
        again.send(HttpScript.ok("y"));
        assertThat(client.readResponse().text()).isEqualTo("y");
    }

    private static List<WeakReference<Object>> graph(RunningProxy proxy) {
        List<WeakReference<Object>> graph = new ArrayList<>();
        for (Class<?> type : List.of(ListenerRules.class, RouteTable.class)) {
            Reachable.instances(type, proxy.weir()).forEach(object -> graph.add(new WeakReference<>(object)));
        }
        Reachable.instances(io.weir.exchange.Generation.class, proxy.weir())
                .forEach(object -> graph.add(new WeakReference<>(object)));
        return graph;
    }

    @Test
    void a_thousand_reloads_under_a_tunnel_and_an_idle_client_leave_nothing_behind() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server).start();
        ScriptedConnection idle = proxy.connect();
        proxy.awaitStatus("here", status -> status.sessions() == 1);
        ScriptedConnection socket = proxy.connect();
        change(socket, server);
        reload(proxy, server, 10);
        int before = Reachable.count(proxy.weir());
        reload(proxy, server, 1000);
        assertThat(proxy.status().generation().current()).isEqualTo(1011);
        proxy.awaitStatus(
                "that of the tunnel, and the present one",
                status -> status.generation().alive() == 2);
        assertThat(Reachable.count(proxy.weir())).isLessThan(before + 100);
        assertThat(Reachable.instances(Backend.class, proxy.weir())).hasSizeLessThanOrEqualTo(2);
        idle.close();
    }

    private void reload(RunningProxy proxy, ScriptedServer server, int times) {
        for (int i = 0; i < times; i++) {
            String backend = "backend" + i % 7;
            proxy.reload(scene.proxy()
                    .loops(2)
                    .listener(RunningProxy.FRONT, Protocol.HTTP, RouteSettings.everything(backend))
                    .server(backend, server.address()));
        }
    }
}
