package io.weir.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.route.RouteSettings;
import io.weir.settings.ClientSettings;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that a reload keeps, adds, takes away or refuses. */
final class ListenerReloadTest {

    private static final String B = "backend";
    private static final RouteSettings ALL = RouteSettings.everything(B);

    @RegisterExtension
    final Scene scene = new Scene();

    private ProxyPlan plan(ScriptedServer server) {
        return scene.proxy().loops(2).listeners(4).server(B, server.address());
    }

    private static void ask(ScriptedConnection client) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().status()).isEqualTo(200);
    }

    private static void expectNobody(InetSocketAddress address) {
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Scene.connect(address));
    }

    @Test
    void a_listener_whose_address_stays_keeps_its_socket_and_the_clients_in_its_backlog() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        InetSocketAddress address = scene.nobody();
        // Full: the second client waits in the backlog while the listener gets another name.
        RunningProxy proxy = plan(server)
                .connections(1)
                .listener("front", address, Protocol.HTTP, ALL)
                .start();
        ScriptedConnection first = proxy.connect();
        ask(first);
        ScriptedConnection waiting = Scene.connect(address);
        waiting.sendHead("GET / HTTP/1.1", "Host: a");
        proxy.reload(plan(server).connections(1).listener("other", address, Protocol.HTTP, ALL));
        assertThat(proxy.weir().address("other")).isEqualTo(address);
        assertThatIllegalArgumentException().isThrownBy(() -> proxy.weir().address("front"));
        ask(first);
        first.close();
        assertThat(waiting.readResponse().status()).isEqualTo(200);
        waiting.close();
    }

    @Test
    void a_listener_on_a_port_of_the_kernels_choice_is_the_same_if_its_name_is() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).listener("front", Protocol.HTTP, ALL).start();
        InetSocketAddress address = proxy.weir().address("front");
        proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL).listener("second", Protocol.HTTP, ALL));
        assertThat(proxy.weir().address("front")).isEqualTo(address);
        assertThat(proxy.weir().address("second")).isNotEqualTo(address);
        ask(proxy.connect("front"));
        ask(proxy.connect("second"));
    }

    @Test
    void a_listener_that_is_gone_serves_its_backlog_and_ends_its_connections_with_their_exchanges() throws IOException {
        ScriptedServer server = scene.server();
        InetSocketAddress address = scene.nobody();
        HeldClock clock = new HeldClock();
        RunningProxy proxy = plan(server)
                .clock(clock)
                .connections(2)
                .listener("front", Protocol.HTTP, ALL)
                .listener("gone", address, Protocol.HTTP, ALL)
                .start();
        ScriptedConnection running = proxy.connect("gone");
        running.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection idle = proxy.connect("gone");
        proxy.awaitStatus("full", status -> status.sessions() == 2);
        ScriptedConnection waiting = Scene.connect(address);
        waiting.sendHead("GET / HTTP/1.1", "Host: a");
        proxy.reload(plan(server).connections(2).listener("front", Protocol.HTTP, ALL));
        clock.release();
        idle.expectEnd();
        ScriptedConnection second = server.accept();
        second.readRequest();
        second.send(HttpScript.ok("x"));
        assertThat(waiting.readResponse().field("Connection")).isEqualTo("close");
        waiting.expectEnd();
        back.send(HttpScript.ok("x"));
        assertThat(running.readResponse().field("Connection")).isEqualTo("close");
        running.expectEnd();
        waiting.close();
        // It closes once it is admitted to see that its backlog is empty.
        proxy.await("nobody listens", () -> isRefused(address));
    }

    // Slow exchanges or tunnels on other listeners may hold all places for days.
    @Test
    void a_listener_that_is_gone_closes_after_timeouts_drain_although_its_backlog_is_not_admitted() throws IOException {
        ScriptedServer server = scene.server();
        InetSocketAddress address = scene.nobody();
        InetSocketAddress added = scene.nobody();
        HeldClock clock = new HeldClock();
        RunningProxy proxy = plan(server)
                .listeners(2)
                .clock(clock)
                .connections(1)
                .listener("front", Protocol.HTTP, ALL)
                .listener("gone", address, Protocol.HTTP, ALL)
                .start();
        ScriptedConnection running = proxy.connect("front");
        running.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ProxyPlan without = plan(server).listeners(2).connections(1).timeout(Phase.DRAIN, Duration.ofMillis(200));
        proxy.reload(without.listener("front", Protocol.HTTP, ALL));
        ScriptedConnection waiting = Scene.connect(address);
        ProxyPlan next = plan(server)
                .listeners(2)
                .connections(1)
                .listener("front", Protocol.HTTP, ALL)
                .listener("added", added, Protocol.HTTP, ALL);
        // It is not for a restart that there is no room: only until the other has closed.
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> proxy.reload(next))
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(WeirReloadException.Cause.CANNOT_LISTEN))
                .withMessage(
                        "limits.listeners: 3 sockets would listen (running: room for 2), of which 1 belong to listeners that have gone; these close once the"
                                + " clients in their backlogs are admitted, within timeouts.drain: try again then");
        clock.release();
        proxy.await("nobody listens", () -> isRefused(address));
        waiting.expectReset();
        expectNobody(added);
        proxy.reload(next);
        back.send(HttpScript.ok("x"));
        assertThat(running.readResponse().status()).isEqualTo(200);
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (ScriptedConnection client = Scene.connect(address)) {
            return client.isClosed();
        } catch (IOException refused) {
            return true;
        }
    }

    @Test
    void an_address_that_is_in_use_refuses_the_whole_reload_and_leaves_nothing_behind() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).listener("front", Protocol.HTTP, ALL).start();
        WeirSettings before = proxy.weir().settings();
        InetSocketAddress free = scene.nobody();
        try (ServerSocket other = new ServerSocket(0, 1, free.getAddress())) {
            ProxyPlan next = plan(server)
                    .listener("new", free, Protocol.HTTP, ALL)
                    .listener("taken", (InetSocketAddress) other.getLocalSocketAddress(), Protocol.HTTP, ALL);
            assertThatExceptionOfType(WeirReloadException.class)
                    .isThrownBy(() -> proxy.reload(next))
                    .satisfies(refused -> assertThat(refused.why()).isEqualTo(WeirReloadException.Cause.CANNOT_LISTEN))
                    .withMessageContaining("listener taken: cannot listen on");
        }
        expectNobody(free);
        assertThat(proxy.weir().settings()).isSameAs(before);
        assertThat(proxy.status().generation().current()).isEqualTo(1);
        ask(proxy.connect("front"));
        proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL).listener("new", free, Protocol.HTTP, ALL));
        ask(proxy.connect("new"));
    }

    @Test
    void two_listeners_of_one_address_are_refused_by_a_reload_as_they_are_at_start() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        InetSocketAddress address = scene.nobody();
        RunningProxy proxy =
                plan(server).listener("front", address, Protocol.HTTP, ALL).start();
        ProxyPlan next = plan(server)
                .listener("front", address, Protocol.HTTP, ALL)
                .listener("double", address, Protocol.HTTP, ALL);
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> proxy.reload(next))
                .withMessageContaining("listener double: ");
        ask(proxy.connect("front"));
    }

    @Test
    void settings_of_which_no_rules_can_be_made_leave_no_socket_behind() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).listener("front", Protocol.HTTP, ALL).start();
        InetSocketAddress address = scene.nobody();
        ProxyPlan next = plan(server)
                .listener(new ListenerSettings(
                        "wrong", address, Protocol.HTTP, List.of(ALL), List.of("h2c"), ClientSettings.DEFAULT));
        assertThatIllegalArgumentException().isThrownBy(() -> proxy.reload(next));
        expectNobody(address);
        assertThat(proxy.status().generation().current()).isEqualTo(1);
        ask(proxy.connect("front"));
    }

    // No client may find a listener before its rules are current.
    @Test
    void a_client_that_connects_to_a_new_listener_at_once_is_served_by_it() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = plan(server).listener("front", Protocol.HTTP, ALL).start();
        for (int trial = 0; trial < 20; trial++) {
            InetSocketAddress address = scene.nobody();
            FutureTask<ScriptedConnection> first = scene.beside(() -> firstClient(address));
            proxy.reload(plan(server)
                    .listener("front", Protocol.HTTP, ALL)
                    .listener("new" + trial, address, Protocol.HTTP, ALL));
            ScriptedConnection client = Scene.join(first);
            ask(client);
            client.close();
            proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL));
            proxy.awaitStatus("gone", status -> status.sessions() == 0);
        }
    }

    private static ScriptedConnection firstClient(InetSocketAddress address) throws IOException {
        for (; ; ) {
            try {
                return Scene.connect(address);
            } catch (ConnectException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void sessions_of_http_end_with_their_exchanges_when_their_address_becomes_a_relay() throws IOException {
        ScriptedServer server = scene.server();
        InetSocketAddress address = scene.nobody();
        HeldClock clock = new HeldClock();
        RunningProxy proxy = plan(server)
                .clock(clock)
                .listener("front", address, Protocol.HTTP, ALL)
                .start();
        ScriptedConnection running = proxy.connect("front");
        running.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection idle = proxy.connect("front");
        proxy.awaitStatus("idle", status -> status.sessions() == 2);
        proxy.reload(plan(server).listener("front", address, Protocol.TCP, ALL));
        ScriptedConnection relayed = proxy.connect("front");
        ScriptedConnection end = server.accept();
        relayed.send("ping");
        end.expect("ping").send("pong");
        relayed.expect("pong");
        back.send(HttpScript.ok("x"));
        assertThat(running.readResponse().field("Connection")).isEqualTo("close");
        running.expectEnd();
        clock.release();
        idle.expectEnd();
        relayed.close();
        end.close();
    }

    // Its head is complete when the address is a relay already.
    @Test
    void a_request_that_is_half_sent_when_its_address_becomes_a_relay_is_served_as_http_and_is_the_last()
            throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        InetSocketAddress address = scene.nobody();
        RunningProxy proxy =
                plan(server).listener("front", address, Protocol.HTTP, ALL).start();
        ScriptedConnection client = proxy.connect("front");
        client.send("GET / HTTP/1.1\r\nHo");
        proxy.awaitStatus("half a head", status -> status.parkedBytes() > 0);
        proxy.reload(plan(server).listener("front", address, Protocol.TCP, ALL));
        client.send("st: a\r\n\r\n");
        assertThat(client.readResponse().field("Connection")).isEqualTo("close");
        client.expectEnd();
    }

    @Test
    void relays_go_on_when_their_address_speaks_http_and_the_next_client_is_served_by_it() throws IOException {
        ScriptedServer server = scene.server();
        InetSocketAddress address = scene.nobody();
        RunningProxy proxy =
                plan(server).listener("front", address, Protocol.TCP, ALL).start();
        ScriptedConnection relayed = proxy.connect("front");
        ScriptedConnection end = server.accept();
        proxy.reload(plan(server).listener("front", address, Protocol.HTTP, ALL));
        proxy.reload(plan(server).listener("front", address, Protocol.HTTP, ALL));
        ScriptedConnection client = proxy.connect("front");
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(HttpScript.ok("x"));
        assertThat(client.readResponse().status()).isEqualTo(200);
        relayed.send("ping");
        end.expect("ping").send("pong");
        relayed.expect("pong");
        relayed.close();
        end.close();
    }

    @Test
    void a_relay_of_a_listener_that_is_gone_goes_on() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server)
                .listener("front", Protocol.HTTP, ALL)
                .listener("tcp", Protocol.TCP, ALL)
                .start();
        ScriptedConnection client = proxy.connect("tcp");
        ScriptedConnection back = server.accept();
        proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL));
        assertThat(proxy.status().generation().oldTunnels()).isEqualTo(1);
        client.send("ping");
        back.expect("ping").send("pong");
        client.expect("pong");
        client.close();
        back.close();
        proxy.awaitStatus("over", status -> status.generation().alive() == 1);
    }

    @Test
    void a_reload_is_refused_once_weir_is_told_to_stop() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = plan(server).listener("front", Protocol.HTTP, ALL).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        FutureTask<Integer> drained = scene.beside(() -> proxy.weir().drain());
        proxy.awaitStatus("draining", status -> status.draining());
        assertThatExceptionOfType(WeirReloadException.class)
                .isThrownBy(() -> proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL)))
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(WeirReloadException.Cause.STOPPING));
        back.send(HttpScript.ok("x"));
        client.readResponse();
        assertThat(Scene.join(drained)).isZero();
    }

    @Test
    void a_drain_in_the_middle_of_reloads_leaves_no_listener_open() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        for (int trial = 0; trial < 10; trial++) {
            InetSocketAddress address = scene.nobody();
            RunningProxy proxy =
                    plan(server).listener("front", Protocol.HTTP, ALL).start();
            FutureTask<Boolean> reloading = scene.beside(() -> reloadUntilRefused(proxy, server, address));
            proxy.awaitStatus("reloading", status -> status.generation().current() > 2);
            proxy.weir().drain();
            assertThat(Scene.join(reloading)).isTrue();
            expectNobody(address);
            proxy.weir().close();
        }
    }

    private boolean reloadUntilRefused(RunningProxy proxy, ScriptedServer server, InetSocketAddress address) {
        try {
            for (; ; ) {
                proxy.reload(plan(server)
                        .listener("front", Protocol.HTTP, ALL)
                        .listener("new", address, Protocol.HTTP, ALL));
                proxy.reload(plan(server).listener("front", Protocol.HTTP, ALL));
            }
        } catch (WeirReloadException refused) {
            return refused.why() == WeirReloadException.Cause.STOPPING
                    || refused.why() == WeirReloadException.Cause.CANNOT_LISTEN;
        }
    }
}
