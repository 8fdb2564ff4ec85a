package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.connection.BackConnection;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.Connector;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.socket.BackCount;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.testing.Configured;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attempts to connect that fail before they begin. */
final class BackConnectorTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Server server = new Backend(new BackendSettings("b", List.of(ServerSettings.of("s", ADDRESS))))
            .servers()
            .get(0);
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void a_socket_that_cannot_be_prepared_is_closed_and_its_server_not_reached() throws IOException {
        scene.expectWarning("event=no-socket session={} server={} cause=\"{}\"");
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            PeerChannel socket = new PeerChannel();
            socket.unsafe().closeForcibly();
            BackCount count = new BackCount(SocketCounts.ONE_CLIENT);
            Sockets sockets = new Sockets(new SocketBudget(SocketSettings.DEFAULT, SocketCounts.ONE_CLIENT), () -> 1);
            BackConnector connector = new BackConnector(
                    bench.loop,
                    sockets,
                    count,
                    Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT),
                    Descriptors.admission(1),
                    () -> {},
                    () -> socket);
            bench.onLoop(() -> {
                connector.open(server, new User(bench.events));
                assertThat(failures).hasValue(0);
            });
            bench.turn();
            assertThat(failures).hasValue(1);
            assertThat(socket.isOpen()).isFalse();
            assertThat(count.inUse()).isZero();
        }
    }

    private final class User implements Connector.Client {

        private final ConnectionEvents events;

        User(ConnectionEvents events) {
            this.events = events;
        }

        @Override
        public void onConnected(BackConnection peer) {
            throw new AssertionError();
        }

        @Override
        public void onConnectFailed() {
            failures.incrementAndGet();
        }

        @Override
        public void onNoSocket() {
            throw new AssertionError();
        }

        @Override
        public void onBug(Throwable cause) {
            events.onBug(cause);
        }

        @Override
        public long session() {
            return 2;
        }
    }
}
