package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolObserver;
import io.weir.exchange.Timeline;
import io.weir.route.RouteSettings;
import io.weir.session.SessionObserver;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.socket.SocketSettings;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The proxy as a library: what a program that embeds it sees. */
final class WeirTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void it_starts_serves_and_closes() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        InetSocketAddress address;
        try (Weir weir = Weir.start(settings(server.address(), listener("web", scene.nobody())))) {
            address = weir.address("web");
            assertThat(address.getPort()).isPositive();
            assertThat(weir.isReady()).isTrue();
            try (ScriptedConnection client = Scene.connect(address)) {
                client.sendHead("GET /x HTTP/1.1", "Host: a");
                assertThat(client.readResponse().text()).isEqualTo("GET /x ");
                assertThat(weir.status().sessions()).isEqualTo(1);
            }
        }
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Scene.connect(address));
    }

    @Test
    void each_listener_has_a_port_of_its_own_and_reports_it() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        WeirSettings settings = settings(server.address(), listener("one", ANY_PORT), listener("two", ANY_PORT));
        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.address("one")).isNotEqualTo(weir.address("two"));
            assertThat(weir.settings())
                    .isEqualTo(settings.withEventLoops(settings.effectiveEventLoops()))
                    .isEqualTo(weir.started());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weir.address("three"))
                    .withMessage("listener: three (expected: one of [one, two])");
        }
    }

    @Test
    void several_live_side_by_side() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        try (Weir inner = Weir.start(settings(server.address(), listener("web", ANY_PORT)));
                Weir outer = Weir.start(settings(inner.address("web"), listener("web", ANY_PORT)));
                ScriptedConnection client = Scene.connect(outer.address("web"))) {
            client.sendHead("GET /x HTTP/1.1", "Host: a");
            var response = client.readResponse();
            assertThat(response.text()).isEqualTo("GET /x ");
            assertThat(response.fields("Via")).containsExactly("1.1 weir", "1.1 weir");
        }
    }

    @Test
    void its_status_and_level_tell_limits_and_use() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        WeirSettings settings = settings(server.address(), listener("web", ANY_PORT))
                .withEventLoops(3)
                .withBuffers(new BufferSettings(10, 2048, 2, 0.3, 1));
        try (Weir weir = Weir.start(settings)) {
            PoolLevel level = weir.buffers();
            assertThat(level.limit()).isEqualTo(16);
            assertThat(level.reserveLimit()).isEqualTo(6);
            assertThat(level.stallQuota()).isEqualTo(3);
            assertThat(level.leased()).isZero();
            WeirStatus status = weir.status();
            assertThat(status.maxSessions()).isEqualTo(10_000);
            assertThat(status.accepting()).isTrue();
            assertThat(status.draining()).isFalse();
            assertThat(status.parkedLimit()).isEqualTo(4 << 20);
            assertThat(status.servers()).hasSize(1);
            assertThat(status.servers().get(0).name()).isEqualTo("s1");
            assertThat(status.servers().get(0).backend()).isEqualTo("b");
            assertThat(status.servers().get(0).address()).isEqualTo(server.address());
        }
    }

    @Test
    void its_observers_are_told_of_sessions_and_exchanges() throws IOException, InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ScriptedServer server = scene.server(HttpScript.echo());
        SessionObserver observer = new SessionObserver() {
            @Override
            public void sessionOpened(String listener) {
                told.add("opened " + listener);
            }

            @Override
            public void sessionClosed(String listener) {
                told.add("closed " + listener);
            }

            @Override
            public void exchangeEnded(Timeline timeline) {
                told.add("ended " + timeline.status() + " " + timeline.reason().word() + timeline.method());
            }
        };
        WeirObservers observers = new WeirObservers(PoolObserver.NONE, observer);
        try (Weir weir = Weir.start(settings(server.address(), listener("web", ANY_PORT)), observers);
                ScriptedConnection client = Scene.connect(weir.address("web"))) {
            client.sendHead("GET /x HTTP/1.1", "Host: a", "Connection: close");
            client.readResponse();
            client.expectEnd();
            assertThat(told.take()).isEqualTo("opened web");
            // Without the request line, which nobody has asked for.
            assertThat(told.take()).isEqualTo("ended 200 done");
            assertThat(told.take()).isEqualTo("closed web");
        }
    }

    @Test
    void an_address_that_is_taken_is_an_error_that_leaves_nothing_behind() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            InetSocketAddress there = (InetSocketAddress) taken.getLocalSocketAddress();
            WeirSettings settings = settings(server.address(), listener("free", ANY_PORT), listener("taken", there));
            int before = loops();
            assertThatExceptionOfType(WeirStartException.class)
                    .isThrownBy(() -> Weir.start(settings))
                    .withMessage("listener taken: cannot listen on 127.0.0.1:" + there.getPort()
                            + ": Address already in use");
            Scene.await("no more threads than before", () -> loops() <= before, () -> loops() + " loops");
        }
    }

    @Test
    void memory_that_cannot_be_had_is_an_error_that_tells_the_sum() throws IOException {
        WeirSettings settings = settings(scene.nobody(), listener("web", ANY_PORT))
                .withSockets(SocketSettings.DEFAULT.withBuffers(0, 0))
                .withBuffers(new BufferSettings(1_000_000, 1 << 20, 0, 0.5, 1));
        assertThatExceptionOfType(WeirStartException.class)
                .isThrownBy(() -> Weir.start(settings))
                .withMessageContaining("1048576000000 bytes");
    }

    @Test
    void to_close_it_twice_is_to_close_it_once() throws IOException {
        Weir weir = Weir.start(settings(scene.nobody(), listener("web", ANY_PORT)));
        int running = loops();
        weir.close();
        weir.close();
        Scene.await("its threads have ended", () -> loops() < running, () -> loops() + " loops");
        assertThat(weir.isReady()).isFalse();
        assertThat(weir.buffers().leased()).isZero();
    }

    @Test
    void to_close_it_breaks_off_what_runs() throws IOException {
        ScriptedServer server = scene.server();
        Weir weir = Weir.start(settings(server.address(), listener("web", ANY_PORT)));
        try (ScriptedConnection client = Scene.connect(weir.address("web"))) {
            client.sendHead("GET / HTTP/1.1", "Host: a");
            ScriptedConnection back = server.accept();
            back.readRequest();
            weir.close();
            client.expectReset();
            back.expectGone();
        }
        assertThat(weir.status().sessions()).isZero();
        assertThat(weir.buffers().leased()).isZero();
    }

    @Test
    void to_close_it_after_a_drain_is_silent() throws IOException {
        Weir weir = Weir.start(settings(scene.nobody(), listener("web", ANY_PORT)));
        assertThat(weir.drain()).isZero();
        assertThat(weir.drain()).isZero();
        weir.close();
    }

    private static int loops() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-loop"))
                .count();
    }

    private static ListenerSettings listener(String name, InetSocketAddress bind) {
        return new ListenerSettings(name, bind, Protocol.HTTP, List.of(RouteSettings.everything("b")));
    }

    private static WeirSettings settings(InetSocketAddress server, ListenerSettings... listeners) {
        return WeirSettings.of(
                List.of(listeners), List.of(new BackendSettings("b", List.of(ServerSettings.of("s1", server)))));
    }
}
