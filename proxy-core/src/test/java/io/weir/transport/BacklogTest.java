package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.testing.wire.KernelQueues;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that are not accepted yet: what they may hold, and when listeners are made smaller. */
final class BacklogTest {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    // One session and the first connection in a backlog get the largest size; the second session gets half of it.
    private static final SocketSettings MOST =
            SocketSettings.DEFAULT.withBuffers(64 * KIB, 64 * KIB).withBacklog(1);
    private static final SocketSettings SETTINGS = MOST.withMemory(
            2 * SocketBudget.mostSocketBytes(MOST) * 3 / 2 + 2 * 4 * KIB + 4 * SocketBudget.mostQueuedBytes(MOST));

    @RegisterExtension
    final Scene scene = new Scene();

    private final AtomicInteger open = new AtomicInteger();

    @Test
    void listeners_get_the_size_of_the_count_before_they_listen_and_whenever_they_are_fitted() throws Exception {
        SocketSettings settings = MOST.withMemory(16 * SocketBudget.mostQueuedBytes(MOST));
        SocketBudget budget = new SocketBudget(settings, clients(8, 2));
        int least = budget.sizeAt(8).receiveBuffer();
        assertThat(budget.largestQueued()).isEqualTo(64 * KIB).isGreaterThan(least);
        Backlog backlog = new Backlog(new Sockets(budget, open::get), 2);
        ListenerChannel one = new ListenerChannel(Descriptors.admission(8), backlog);
        one.doBind(loopback());
        assertThat(receiveBuffer(one)).isIn(64 * KIB, 128 * KIB);
        open.set(8);
        backlog.fit();
        assertThat(receiveBuffer(one)).isIn(least, 2 * least);
        ListenerChannel two = new ListenerChannel(Descriptors.admission(8), backlog);
        two.doBind(loopback());
        assertThat(receiveBuffer(two)).isIn(least, 2 * least);
        open.set(1);
        backlog.fit();
        assertThat(receiveBuffer(one)).isIn(64 * KIB, 128 * KIB);
        assertThat(receiveBuffer(two)).isIn(64 * KIB, 128 * KIB);
        one.unsafe().closeForcibly();
        two.unsafe().closeForcibly();
        backlog.fit();
    }

    @Test
    void a_listener_that_was_not_counted_is_refused_until_another_is_closed() throws Exception {
        Backlog backlog = new Backlog(new Sockets(new SocketBudget(SETTINGS, clients(2, 1)), open::get), 1);
        ListenerChannel one = new ListenerChannel(Descriptors.admission(2), backlog);
        one.doBind(loopback());
        ListenerChannel two = new ListenerChannel(Descriptors.admission(2), backlog);
        assertThatIllegalStateException().isThrownBy(() -> two.doBind(loopback()));
        one.unsafe().closeForcibly();
        two.doBind(loopback());
        two.unsafe().closeForcibly();
    }

    /** Seen from outside: where fitting fails, the connection is in the backlog as before. */
    @Test
    void listeners_are_made_smaller_before_the_session_that_makes_them_so_is_accepted() throws Exception {
        Admission admission = Descriptors.admission(2);
        AtomicInteger failures = new AtomicInteger();
        Backlog backlog = new Backlog(
                new Sockets(new SocketBudget(SETTINGS, clients(2, 1)), () -> {
                    if (admission.open() == 2 && failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("fault of the test");
                    }
                    return admission.open();
                }),
                1);
        ListenerChannel listener = new ListenerChannel(admission, backlog);
        listener.doBind(loopback());
        List<Object> accepted = new ArrayList<>();
        try (SocketChannel one = SocketChannel.open(listener.localAddress());
                SocketChannel two = SocketChannel.open(listener.localAddress())) {
            accept(listener, accepted);
            assertThat(receiveBuffer(listener)).isIn(64 * KIB, 128 * KIB);
            assertThatThrownBy(() -> listener.doReadMessages(accepted)).isInstanceOf(IllegalStateException.class);
            assertThat(admission.open()).isOne();
            accept(listener, accepted);
            assertThat(receiveBuffer(listener)).isIn(32 * KIB, 64 * KIB);
            assertThat(((PeerChannel) accepted.get(1)).remoteAddress()).isEqualTo(two.getLocalAddress());
            assertThat(one.isOpen()).isTrue();
        }
        accepted.forEach(channel -> ((Channel) channel).unsafe().closeForcibly());
        listener.unsafe().closeForcibly();
    }

    @Test
    void all_that_clients_can_send_before_they_are_accepted_is_within_the_part_of_the_backlog() throws Exception {
        assumeTrue(KernelQueues.areKnown(), "needs the tables of Linux: /proc/net/tcp");
        SocketSettings settings = SocketSettings.DEFAULT.withBacklog(15).withMemory(8 * MIB);
        SocketBudget budget = new SocketBudget(settings, clients(1, 1));
        RunningProxy proxy = scene.http(scene.server())
                .loops(1)
                .connections(1)
                .sockets(settings)
                .start();
        proxy.connect();
        proxy.awaitStatus("full", status -> status.sessions() == 1);
        InetSocketAddress address = proxy.weir().address(RunningProxy.FRONT);
        List<SocketChannel> clients = new ArrayList<>();
        try {
            for (int i = 0; i < SocketBudget.queued(settings, 1); i++) {
                clients.add(fullClient(address));
            }
            KernelQueues queues = new KernelQueues(address.getPort());
            // The table of the kernel may miss connections while others come and go.
            proxy.await(
                    "all full",
                    () -> queues.closedWindows() == clients.size()
                            && queues.received() >= (long) clients.size() * budget.largestQueued());
            assertThat(queues.received()).isLessThanOrEqualTo(budget.backlogBytes());
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    // A client may be connected a moment before its connection is in the backlog.
    private static void accept(ListenerChannel listener, List<Object> accepted) {
        Scene.await("accepted", () -> listener.doReadMessages(accepted) == 1, () -> "nobody in the backlog");
    }

    // With more in its send buffer than the proxy's kernel takes at the largest size.
    private static SocketChannel fullClient(InetSocketAddress address) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_SNDBUF, 2 * MIB);
        client.connect(address);
        client.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocateDirect(2 * MIB);
        while (bytes.hasRemaining() && client.write(bytes) > 0) {
            Thread.onSpinWait();
        }
        return client;
    }

    private static SocketCounts clients(int count, int listeners) {
        return new SocketCounts(count, count, listeners);
    }

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static int receiveBuffer(ListenerChannel listener) {
        return listener.config().getReceiveBufferSize();
    }
}
