package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.socket.SocketSize;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sockets get the size that the number of connections of their kind leaves to them. */
final class SocketsTest {

    private static final int KIB = 1024;
    private static final int MOST_OPEN = 4;
    private static final SocketSettings MOST = SocketSettings.DEFAULT.withBuffers(64 * KIB, 64 * KIB);

    // One gets the largest size, the second half of it, the third and the fourth a quarter.
    private static final SocketSettings SETTINGS = MOST.withMemory(4 * SocketBudget.mostSocketBytes(MOST) + 64 * KIB);

    private static final SocketSettings OF_PROXY =
            SETTINGS.withBacklog(1).withMemory(SETTINGS.memory() + 2 * SocketBudget.mostQueuedBytes(MOST));

    @RegisterExtension
    final Scene scene = new Scene();

    private final AtomicInteger open = new AtomicInteger();
    private final Sockets sockets =
            new Sockets(new SocketBudget(SETTINGS, new SocketCounts(MOST_OPEN, MOST_OPEN, 0)), open::get);

    @Test
    void the_more_are_open_the_smaller_is_the_next() {
        assertThat(sizeAt(1)).isEqualTo(0);
        assertThat(sizeAt(2)).isEqualTo(1);
        assertThat(sizeAt(3)).isEqualTo(2);
        assertThat(sizeAt(4)).isEqualTo(2);
    }

    @Test
    void the_kernel_is_asked_for_that_size() {
        PeerChannel channel = new PeerChannel();
        assertThat(sockets.backSize(4)).isEqualTo(new SocketSize(2, 16 * KIB, 16 * KIB));
        Sockets.prepare(channel, sockets.backSize(4));
        // Linux says twice of what it was asked for, others say what they were.
        assertThat(channel.config().getSendBufferSize()).isIn(16 * KIB, 32 * KIB);
        assertThat(channel.config().getReceiveBufferSize()).isIn(16 * KIB, 32 * KIB);
        channel.unsafe().closeForcibly();
    }

    @Test
    void what_is_written_leaves_at_once_and_a_peer_that_is_gone_is_found() {
        PeerChannel channel = new PeerChannel();
        Sockets.prepare(channel, sockets.backSize(1));
        assertThat(channel.config().isTcpNoDelay()).isTrue();
        assertThat(channel.config().isKeepAlive()).isTrue();
        channel.unsafe().closeForcibly();
    }

    @Test
    void what_is_left_to_the_kernel_is_not_touched() {
        PeerChannel channel = new PeerChannel();
        int send = channel.config().getSendBufferSize();
        int receive = channel.config().getReceiveBufferSize();
        Sockets.prepare(channel, new SocketSize(0, 0, 0));
        assertThat(channel.config().getSendBufferSize()).isEqualTo(send);
        assertThat(channel.config().getReceiveBufferSize()).isEqualTo(receive);
        channel.unsafe().closeForcibly();
    }

    @Test
    void an_accepted_connection_keeps_a_larger_receive_buffer_which_may_hold_bytes_already() {
        open.set(4);
        PeerChannel channel = new PeerChannel();
        channel.set(StandardSocketOptions.SO_RCVBUF, 64 * KIB);
        assertThat(sockets.prepareAccepted(channel)).isEqualTo(new SocketSize(2, 16 * KIB, 16 * KIB));
        assertThat(channel.config().getSendBufferSize()).isIn(16 * KIB, 32 * KIB);
        assertThat(channel.config().getReceiveBufferSize()).isIn(64 * KIB, 128 * KIB);
        channel.unsafe().closeForcibly();
    }

    @Test
    void an_accepted_connection_whose_receive_buffer_is_smaller_than_its_share_gets_a_larger_one() {
        open.set(2);
        PeerChannel channel = new PeerChannel();
        channel.set(StandardSocketOptions.SO_RCVBUF, 16 * KIB);
        sockets.prepareAccepted(channel);
        assertThat(channel.config().getReceiveBufferSize()).isIn(32 * KIB, 64 * KIB);
        channel.unsafe().closeForcibly();
    }

    @Test
    void what_is_written_from_outside_the_pool_takes_no_direct_memory() {
        PeerChannel channel = new PeerChannel();
        Sockets.prepare(channel, sockets.backSize(1));
        // Netty copies what is on the heap to direct memory only if it has one of these two to copy it to.
        assertThat(channel.alloc().isDirectBufferPooled()).isFalse();
        assertThat(ByteBufUtil.threadLocalDirectBuffer()).isNull();
        channel.unsafe().closeForcibly();
    }

    @Test
    void fronts_without_an_exchange_leave_the_sockets_of_back_connections_as_they_are() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = proxy(server);
        ScriptedConnection first = proxy.connect();
        ScriptedConnection kept = exchange(first, server);
        proxy.await("idle", () -> proxy.server().idle() == 1);
        for (int i = 1; i < MOST_OPEN; i++) {
            proxy.connect();
        }
        proxy.awaitStatus("all", status -> status.sessions() == MOST_OPEN);
        first.sendHead("GET / HTTP/1.1", "Host: a");
        answer(kept);
        assertThat(first.readResponse().text()).isEqualTo("ok");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_kept_connection_that_is_larger_than_its_share_would_be_now_is_not_used_again() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = proxy(server);
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection largest = server.accept();
        ScriptedConnection second = proxy.connect();
        second.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection inUse = server.accept();
        answer(largest);
        assertThat(first.readResponse().text()).isEqualTo("ok");
        proxy.await("idle", () -> proxy.server().idle() == 1);
        exchange(first, server);
        largest.expectGone();
        answer(inUse);
        assertThat(second.readResponse().text()).isEqualTo("ok");
        assertThat(server.connections()).isEqualTo(3);
    }

    private int sizeAt(int fronts) {
        open.set(fronts);
        return sockets.frontSize().index();
    }

    private RunningProxy proxy(ScriptedServer server) {
        return scene.http(server)
                .loops(1)
                .connections(MOST_OPEN)
                .sockets(OF_PROXY)
                .start();
    }

    private static ScriptedConnection exchange(ScriptedConnection client, ScriptedServer server) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        answer(back);
        assertThat(client.readResponse().text()).isEqualTo("ok");
        return back;
    }

    private static void answer(ScriptedConnection back) throws IOException {
        back.readRequest();
        back.send(HttpScript.ok("ok"));
    }
}
