package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.testing.wire.KernelQueues;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a listening socket: the clients in its backlog are accepted, and nobody connects after it. */
final class ListenerEndTest {

    private static final int MOST = 40;
    private static final int CLIENTS = MOST - 1;

    @RegisterExtension
    final Scene scene = new Scene();

    private final Admission admission = Descriptors.admission(MOST);
    private final List<Channel> accepted = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private LoopBench bench;
    private InetSocketAddress address;
    private ListenerChannel listener;
    private volatile Accepting accepting = ServerSocketChannel::accept;

    private interface Accepting extends ListenerChannel.Accepter {}

    @BeforeEach
    void listen() throws IOException {
        bench = new LoopBench(scene, 1, 0);
        address = scene.nobody();
        Backlog backlog = new Backlog(
                new Sockets(new SocketBudget(SocketSettings.DEFAULT, new SocketCounts(MOST, MOST, 1)), admission::open),
                1);
        listener = (ListenerChannel) new ServerBootstrap()
                .group(bench.loop)
                .channelFactory(() -> new ListenerChannel(admission, backlog, from -> accepting.accept(from)))
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
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        accepted.forEach(channel -> channel.close().syncUninterruptibly());
        listener.endAtOnce().syncUninterruptibly();
        bench.close();
    }

    // Asked on the loop, before it comes to a select: the JDK would keep the socket of a key open until then.
    @Test
    void nobody_can_connect_from_the_moment_on_in_which_the_end_is_told() {
        List<Boolean> refused = new CopyOnWriteArrayList<>();
        listener.closeFuture().addListener(closed -> refused.add(isRefused()));
        listener.end();
        awaitClosed();
        bench.turn();
        assertThat(refused).containsExactly(true);
    }

    @Test
    void nobody_can_connect_from_the_moment_on_in_which_an_end_at_once_is_told() {
        List<Boolean> refused = new CopyOnWriteArrayList<>();
        listener.closeFuture().addListener(closed -> refused.add(isRefused()));
        listener.endAtOnce();
        awaitClosed();
        bench.turn();
        assertThat(refused).containsExactly(true);
    }

    // The end waits for a select. To accept nobody before, and close, would be too early.
    @Test
    void nobody_can_connect_after_the_end_of_a_listener_that_is_resumed_as_it_begins_to_end() {
        List<Boolean> refused = new CopyOnWriteArrayList<>();
        listener.closeFuture().addListener(closed -> refused.add(isRefused()));
        bench.onLoop(() -> {
            listener.end();
            listener.resume();
        });
        awaitClosed();
        bench.turn();
        assertThat(refused).containsExactly(true);
    }

    @Test
    void clients_in_the_backlog_are_accepted_first() throws IOException {
        admission.pause();
        connect(CLIENTS);
        bench.turn();
        assertThat(accepted).isEmpty();
        listener.end();
        bench.turn();
        assertThat(listener.isOpen()).isTrue();
        admission.resume();
        awaitClosed();
        bench.turn();
        assertThat(accepted).hasSize(CLIENTS).allMatch(Channel::isActive);
        assertThat(admission.open()).isEqualTo(CLIENTS);
    }

    @Test
    void a_client_that_connects_while_the_last_one_is_accepted_is_accepted_too() throws IOException {
        accepting = from -> {
            SocketChannel last = from.accept();
            if (last != null && clients.size() < 3) {
                connect(1);
            }
            return last;
        };
        admission.pause();
        connect(1);
        listener.end();
        admission.resume();
        awaitClosed();
        bench.turn();
        assertThat(accepted).hasSize(3);
    }

    @Test
    void at_the_limit_the_rest_of_the_backlog_waits_until_others_leave() throws IOException {
        admission.pause();
        connect(MOST + 2);
        listener.end();
        admission.resume();
        Scene.await("all that fit", () -> accepted.size() == MOST, () -> "accepted " + accepted.size());
        bench.turn();
        assertThat(listener.isOpen()).isTrue();
        accepted.get(0).close().syncUninterruptibly();
        accepted.get(1).close().syncUninterruptibly();
        Scene.await("the rest", () -> accepted.size() == MOST + 2, () -> "accepted " + accepted.size());
        accepted.get(2).close().syncUninterruptibly();
        awaitClosed();
    }

    @Test
    void without_a_descriptor_the_backlog_waits_until_there_is_one() throws IOException {
        scene.expectWarning("event=no_descriptor side={} shortages={} cause=\"{}\"");
        accepting = from -> {
            throw new IOException("Too many open files");
        };
        connect(1);
        Scene.await("short", () -> !admission.isOpen(), () -> "shortages " + admission.shortages());
        listener.end();
        bench.turn();
        assertThat(listener.isOpen()).isTrue();
        accepting = ServerSocketChannel::accept;
        admission.retry();
        awaitClosed();
        bench.turn();
        assertThat(accepted).hasSize(1);
    }

    @Test
    void an_end_at_once_cuts_off_an_end_that_waits() throws IOException {
        admission.pause();
        connect(1);
        listener.end();
        bench.turn();
        listener.endAtOnce();
        awaitClosed();
        assertThat(isRefused()).isTrue();
        assertThat(accepted).isEmpty();
        admission.resume();
        bench.turn();
        assertThat(admission.open()).isZero();
    }

    @Test
    void ends_that_are_asked_for_twice_or_after_a_close_are_one() {
        FutureTask<Boolean> asked = scene.beside(() -> listener.end().await(10_000));
        listener.end();
        awaitClosed();
        assertThat(Scene.join(asked)).isTrue();
        listener.end();
        awaitClosed();
        listener.endAtOnce();
        awaitClosed();
    }

    private void awaitClosed() {
        Scene.await("closed", () -> listener.closeFuture().isDone(), () -> "open " + admission.open());
    }

    private void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new Socket(address.getAddress(), address.getPort()));
        }
        // A client may be connected a moment before its connection is in the backlog.
        if (KernelQueues.areKnown()) {
            KernelQueues queues = new KernelQueues(address.getPort());
            Scene.await("in the backlog", () -> queues.complete() >= clients.size(), () -> queues.complete() + "");
        }
    }

    private boolean isRefused() throws IOException {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            return !client.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
