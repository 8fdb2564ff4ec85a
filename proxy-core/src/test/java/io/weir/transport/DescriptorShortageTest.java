package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another part of the process has taken the file descriptors. */
final class DescriptorShortageTest {

    private static final int RESERVE = 2;

    @RegisterExtension
    final Scene scene = new Scene();

    private final Descriptors process = new Descriptors(RESERVE);
    private final Admission admission = process.admission(10, RESERVE);
    private final BackCount count = new BackCount(SocketCounts.ONE_CLIENT);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void one_warning_and_no_more_is_logged() {
        scene.expectWarning("event=no_descriptor side={} shortages={} cause=\"{}\"");
    }

    @Test
    void accepting_stops_until_it_is_tried_again_and_the_client_waits_in_the_backlog() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0);
                Accepts accepts = new Accepts(bench)) {
            accepts.failures.set(2);
            try (Socket client = accepts.connect()) {
                accepts.awaitFailed(1, bench);
                assertThat(admission.isOpen()).isFalse();
                assertThat(admission.open()).isZero();
                admission.retry();
                accepts.awaitFailed(2, bench);
                admission.retry();
                Scene.await("accepted", () -> admission.open() == 1, () -> "open " + admission.open());
                assertThat(admission.isOpen()).isTrue();
                assertThat(admission.shortages()).isEqualTo(2);
                assertThat(client.isClosed()).isFalse();
            }
            assertThat(accepts.unhandled).isEmpty();
        }
    }

    @Test
    void accepting_is_tried_again_when_a_client_leaves() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0);
                Accepts accepts = new Accepts(bench)) {
            try (Socket first = accepts.connect()) {
                Scene.await("accepted", () -> accepts.accepted.size() == 1, () -> "open " + admission.open());
                accepts.failures.set(1);
                try (Socket second = accepts.connect()) {
                    accepts.awaitFailed(1, bench);
                    accepts.closeFirst();
                    Scene.await("accepted", () -> accepts.accepted.size() == 2, () -> "failed " + accepts.failed);
                    assertThat(List.of(first.isConnected(), second.isConnected()))
                            .containsOnly(true);
                }
            }
        }
    }

    @Test
    void nothing_is_accepted_before_the_reserve_is_full_again() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0);
                Accepts accepts = new Accepts(bench)) {
            admission.runShort(new ChannelException("no descriptor"));
            assertThat(admission.spendReserve()).isTrue();
            process.take(1);
            try (Socket client = accepts.connect()) {
                admission.retry();
                bench.turn();
                assertThat(accepts.accepted).isEmpty();
                assertThat(client.isClosed()).isFalse();
                process.take(-1);
                admission.retry();
                Scene.await("accepted", () -> admission.open() == 1, () -> "open " + admission.open());
            }
        }
    }

    @Test
    void a_socket_that_cannot_be_used_is_closed_and_not_counted() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0);
                Accepts accepts = new Accepts(bench)) {
            accepts.closesNext = true;
            try (Socket client = accepts.connect()) {
                accepts.awaitFailed(1, bench);
                assertThat(admission.open()).isZero();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void a_back_connection_takes_its_descriptor_from_the_reserve() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            open(bench, failing(1));
            Scene.await("told", () -> !told.isEmpty(), () -> "nothing told");
            assertThat(told).containsExactly("connected");
            assertThat(process.held()).isEqualTo(RESERVE - 1);
            assertThat(admission.isOpen()).isFalse();
            assertThat(admission.shortages()).isEqualTo(1);
            admission.retry();
            assertThat(admission.isOpen()).isTrue();
            assertThat(process.held()).isEqualTo(RESERVE);
        }
    }

    @Test
    void without_a_reserve_a_back_connection_waits_for_a_descriptor() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.loop.start();
            spendReserve();
            open(bench, failing(3));
            Scene.await("told", () -> !told.isEmpty(), () -> "nothing told");
            assertThat(told).containsExactly("connected");
            assertThat(admission.shortages()).isEqualTo(1);
        }
    }

    @Test
    void after_a_second_without_a_descriptor_a_back_connection_is_refused_and_not_blamed_on_the_server()
            throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.loop.start();
            spendReserve();
            open(bench, failing(Integer.MAX_VALUE));
            Scene.await("told", () -> !told.isEmpty(), () -> "nothing told");
            assertThat(told).containsExactly("no socket");
            assertThat(admission.shortages()).isEqualTo(1);
        }
    }

    @Test
    void a_client_that_gives_up_while_it_waits_for_a_descriptor_hears_no_more() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            spendReserve();
            Server server = server();
            BackConnector connector = connector(bench, failing(1 + 1));
            bench.onLoop(() -> connector.open(server, new Asking(bench.events)).cancel());
            assertThat(bench.askLoop(bench.loop.timers()::size)).isZero();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void an_idle_connection_gives_its_descriptor_back() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            Server server = server();
            BackConnector connector = connector(bench, failing(1));
            bench.onLoop(() -> bench.connectionOf(connector, server).keep(-1));
            assertThat(server.idle()).isEqualTo(1);
            bench.onLoop(() -> connector.open(server, new Asking(bench.events)).cancel());
            assertThat(server.idle()).isZero();
            bench.other.expectEnd();
        }
    }

    private void spendReserve() {
        for (int i = 0; i < RESERVE; i++) {
            assertThat(admission.spendReserve()).isTrue();
        }
    }

    private void open(LoopBench bench, Supplier<PeerChannel> channels) throws IOException {
        BackConnector connector = connector(bench, channels);
        Server server = server();
        bench.onLoop(() -> connector.open(server, new Asking(bench.events)));
    }

    private BackConnector connector(LoopBench bench, Supplier<PeerChannel> channels) {
        Sockets sockets = new Sockets(new SocketBudget(SocketSettings.DEFAULT, SocketCounts.ONE_CLIENT), () -> 1);
        return new BackConnector(
                bench.loop,
                sockets,
                count,
                Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT),
                admission,
                () -> {},
                channels);
    }

    private Server server() throws IOException {
        ServerSettings one = ServerSettings.of("one", scene.server().address());
        return new Backend(new BackendSettings("b", List.of(one))).servers().get(0);
    }

    private static Supplier<PeerChannel> failing(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            if (left.getAndDecrement() > 0) {
                throw new ChannelException("Failed to open a socket.", new IOException("Too many open files"));
            }
            return new PeerChannel();
        };
    }

    private final class Asking implements Connector.Client {

        private final ConnectionEvents events;

        Asking(ConnectionEvents events) {
            this.events = events;
        }

        @Override
        public void onConnected(BackConnection peer) {
            peer.close();
            told.add("connected");
        }

        @Override
        public void onConnectFailed() {
            told.add("failed");
        }

        @Override
        public void onNoSocket() {
            told.add("no socket");
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

    /** A listener on a loop, of which some accepts fail as they do without a descriptor. */
    private final class Accepts implements AutoCloseable {

        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final List<Channel> accepted = new CopyOnWriteArrayList<>();
        private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
        private final Channel listener;
        private volatile boolean closesNext;

        Accepts(LoopBench bench) {
            listener = new ServerBootstrap()
                    .group(bench.loop)
                    .channelFactory(() -> new ListenerChannel(admission, backlog(), this::accept))
                    .childHandler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public boolean isSharable() {
                            return true;
                        }

                        @Override
                        public void handlerAdded(ChannelHandlerContext context) {
                            accepted.add(context.channel());
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel();
            listener.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    unhandled.add(cause);
                }
            });
        }

        private Backlog backlog() {
            return new Backlog(
                    new Sockets(new SocketBudget(SocketSettings.DEFAULT, new SocketCounts(1, 1, 1)), admission::open),
                    1);
        }

        private SocketChannel accept(ServerSocketChannel from) throws IOException {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                failed.incrementAndGet();
                throw new IOException("Too many open files");
            }
            SocketChannel socket = from.accept();
            if (closesNext) {
                failed.incrementAndGet();
                socket.close();
            }
            return socket;
        }

        Socket connect() throws IOException {
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            return new Socket(address.getAddress(), address.getPort());
        }

        /** Waits for so many failed accepts, and lets the loop come round: a loop that spins would come to more. */
        void awaitFailed(int count, LoopBench bench) {
            Scene.await("failed accepts: " + count, () -> failed.get() >= count, () -> "failed " + failed);
            bench.turn();
            bench.turn();
            assertThat(failed).hasValue(count);
        }

        void closeFirst() {
            accepted.get(0).close().syncUninterruptibly();
        }

        @Override
        public void close() {
            accepted.forEach(channel -> channel.close().syncUninterruptibly());
            listener.close().syncUninterruptibly();
        }
    }
}
