package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.connection.BackConnection;
import io.weir.connection.Connector;
import io.weir.connection.Look;
import io.weir.settings.Timeouts;
import io.weir.socket.BackCount;
import io.weir.socket.SocketCounts;
import io.weir.testing.connection.RecordedEvents;
import io.weir.testing.wire.Scene;
import io.weir.time.HandTicker;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Back connections that come and go: when one is used again, and that none is kept in memory by its timer after it has gone. */
final class IdleConnectionTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    // With two for exchanges four may be open.
    private static final SocketCounts MOST = new SocketCounts(2, 2, 1);

    private static final String DISTRUSTED = "event=unsolicited-bytes server={} reuse=off seconds={}";

    private final BackCount count = new BackCount(MOST);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Server server = new Backend(new BackendSettings("b", List.of(ServerSettings.of("s", ADDRESS))))
            .servers()
            .get(0);

    @Test
    void one_that_its_server_closes_while_it_is_idle() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            keep(bench);
            assertThat(server.idle()).isEqualTo(1);
            assertThat(bench.askLoop(bench.loop.timers()::size)).isEqualTo(1);
            bench.other.close();
            Scene.await("dropped", () -> server.idle() == 0, () -> server + "");
            assertThat(bench.askLoop(bench.loop.timers()::size)).isZero();
        }
    }

    @Test
    void one_that_is_used_again_and_then_closed() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            BackConnector connector = keep(bench);
            assertThat(bench.askLoop(() -> connector.reuse(server, new User(bench.events))))
                    .isTrue();
            bench.onLoop(bench.connection::close);
            assertThat(bench.askLoop(bench.loop.timers()::size)).isZero();
        }
    }

    @Test
    void one_that_is_used_again_and_then_breaks() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            BackConnector connector = keep(bench);
            assertThat(bench.askLoop(() -> connector.reuse(server, new User(bench.events))))
                    .isTrue();
            bench.onLoop(bench.connection::discard);
            bench.other.reset();
            bench.await("closed");
            assertThat(bench.askLoop(bench.loop.timers()::size)).isZero();
        }
    }

    @Test
    void one_that_is_too_many_since_others_were_opened() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            fill();
            BackConnector connector = keep(bench);
            bench.onLoop(connector.idle()::trim);
            assertThat(server.idle()).isEqualTo(1);
            count.open();
            bench.onLoop(connector.idle()::trim);
            assertThat(server.idle()).isZero();
            assertThat(count.isExceeded()).isFalse();
            assertThat(bench.askLoop(bench.loop.timers()::size)).isZero();
        }
    }

    @Test
    void one_that_is_too_many_goes_when_another_is_opened() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            fill();
            BackConnector connector = keep(bench);
            bench.onLoop(() -> connector.open(server, new User(bench.events)).cancel());
            assertThat(server.idle()).isZero();
        }
    }

    @Test
    void one_that_was_idle_while_the_process_was_stopped_is_as_old_as_its_server_thinks() throws IOException {
        HandTicker ticker = new HandTicker();
        Duration limit = Timeouts.DEFAULT.serverKeepAlive();
        try (LoopBench bench = LoopBench.to(server, count, ticker, scene)) {
            BackConnector connector = keep(bench);
            ticker.advance(limit);
            assertThat(bench.askLoop(() -> connector.reuse(server, new User(bench.events))))
                    .isFalse();
            assertThat(bench.askLoop(bench.connection::isOpen)).isFalse();
        }
    }

    @Test
    void one_that_its_server_closed_while_the_process_was_stopped_is_looked_at_before_it_is_used() throws IOException {
        HandTicker ticker = new HandTicker();
        try (LoopBench bench = LoopBench.to(server, count, ticker, scene)) {
            BackConnector connector = keep(bench);
            // All in one task: the loop has no turn in which it would see the end by itself.
            boolean reused = bench.askLoop(() -> {
                ticker.advance(Duration.ofSeconds(2));
                bench.other.close();
                Scene.await("the end is here", () -> bench.connection.look() != Look.QUIET, () -> "quiet");
                return connector.reuse(server, new User(bench.events));
            });
            assertThat(reused).isFalse();
        }
    }

    @Test
    void one_that_was_idle_for_a_shorter_stop_is_used_again() throws IOException {
        HandTicker ticker = new HandTicker();
        try (LoopBench bench = LoopBench.to(server, count, ticker, scene)) {
            BackConnector connector = keep(bench);
            ticker.advance(Timeouts.DEFAULT.serverKeepAlive().minusNanos(1));
            assertThat(bench.askLoop(() -> connector.reuse(server, new User(bench.events))))
                    .isTrue();
        }
    }

    @Test
    void one_on_which_bytes_have_arrived_that_the_selector_has_not_told_of_is_not_used_again() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, new HandTicker(), scene)) {
            scene.expectWarning(DISTRUSTED);
            BackConnector connector = bench.connector;
            assertThat(bench.askLoop(() -> {
                        bench.connection.keep(-1);
                        bench.other.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                        bench.awaitArrival();
                        return connector.reuse(server, new User(bench.events));
                    }))
                    .isFalse();
            bench.other.expectGone();
            assertThat(server.idle()).isZero();
            assertThat(server.unsolicited()).isEqualTo(1);
        }
    }

    @Test
    void one_that_its_server_has_closed_without_the_selector_telling_is_not_used_again_and_breaks_no_trust()
            throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            BackConnector connector = bench.connector;
            assertThat(bench.askLoop(() -> {
                        bench.connection.keep(-1);
                        bench.other.close();
                        bench.awaitArrival();
                        return connector.reuse(server, new User(bench.events));
                    }))
                    .isFalse();
            assertThat(server.idle()).isZero();
            assertThat(server.unsolicited()).isZero();
        }
    }

    @Test
    void bytes_soon_after_a_response_break_the_trust() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, new HandTicker(), scene)) {
            scene.expectWarning(DISTRUSTED);
            keep(bench);
            bench.other.send("x").expectGone();
            Scene.await("dropped", () -> server.idle() == 0, () -> server + "");
            assertThat(server.unsolicited()).isEqualTo(1);
        }
    }

    // Many a server announces so, by 408 and FIN, that it closes.
    @Test
    void bytes_at_the_end_of_a_long_idle_time_break_no_trust() throws IOException {
        HandTicker ticker = new HandTicker();
        try (LoopBench bench = LoopBench.to(server, count, ticker, scene)) {
            keep(bench);
            ticker.advance(Duration.ofSeconds(5));
            bench.other.send("HTTP/1.1 408 Request Timeout\r\n\r\n").finish().expectGone();
            Scene.await("dropped", () -> server.idle() == 0, () -> server + "");
            assertThat(server.unsolicited()).isZero();
            assertThat(bench.askLoop(() -> server.isTrusted(bench.loop.clock().realNanos())))
                    .isTrue();
        }
    }

    @Test
    void one_of_a_server_that_is_not_trusted_any_more_is_not_used_again() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene)) {
            scene.expectWarning(DISTRUSTED);
            BackConnector connector = keep(bench);
            bench.onLoop(() -> server.onUnsolicited(0, bench.loop.clock().realNanos()));
            assertThat(bench.askLoop(() -> connector.reuse(server, new User(bench.events))))
                    .isFalse();
            bench.other.expectGone();
            assertThat(server.idle()).isZero();
        }
    }

    @Test
    void one_of_a_server_that_is_not_trusted_is_not_kept_until_a_minute_has_passed() throws IOException {
        HandTicker ticker = new HandTicker();
        try (LoopBench first = LoopBench.to(server, count, ticker, scene);
                LoopBench second = LoopBench.to(server, count, ticker, scene)) {
            scene.expectWarning(DISTRUSTED);
            second.onLoop(() -> server.onUnsolicited(0, first.loop.clock().realNanos()));
            keep(first);
            first.other.expectGone();
            assertThat(server.idle()).isZero();
            ticker.advance(Duration.ofSeconds(61));
            keep(second);
            assertThat(server.idle()).isEqualTo(1);
        }
    }

    @Test
    void one_of_another_loop_goes_when_this_loop_has_none() throws IOException {
        try (LoopBench bench = LoopBench.to(server, count, Ticker.SYSTEM, scene);
                LoopBench another = new LoopBench(scene, 1, 0)) {
            fill();
            BackConnector connector = keep(bench);
            assertThat(server.idle()).isEqualTo(1);
            Runnable trimAll = () -> {
                assertThat(count.isExceeded()).isTrue();
                connector.idle().trimSoon();
                bench.turn();
                assertThat(count.isExceeded()).isFalse();
            };
            BackConnector opening = another.connector(count, trimAll);
            another.onLoop(() -> opening.open(server, new User(another.events)).cancel());
            assertThat(server.idle()).isZero();
        }
    }

    // One place is left.
    private void fill() {
        for (int i = 1; i < MOST.openBacks(); i++) {
            count.open();
        }
    }

    private BackConnector keep(LoopBench bench) {
        bench.onLoop(() -> bench.connection.keep(-1));
        return bench.connector;
    }

    /** Who uses a connection again, and does nothing with it. */
    private record User(RecordedEvents events) implements Connector.Client {
        @Override
        public void onConnected(BackConnection peer) {
            peer.tell(events, events, events);
        }

        @Override
        public void onBug(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onConnectFailed() {
            throw new AssertionError();
        }

        @Override
        public void onNoSocket() {
            throw new AssertionError();
        }

        @Override
        public long session() {
            return 2;
        }
    }
}
