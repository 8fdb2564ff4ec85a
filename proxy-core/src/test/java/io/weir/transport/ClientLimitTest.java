package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cap on connections of one client: who opens one more is reset, others are served. */
final class ClientLimitTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void one_too_many_is_reset_and_counted_until_one_leaves() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .connectionsPerClient(2)
                .start();
        ScriptedConnection one = proxy.connect();
        ScriptedConnection two = proxy.connect();
        expectAnswer(one);
        expectAnswer(two);
        proxy.expectTurnedAway();
        assertThat(proxy.refusals()).containsExactly("client-limit");
        one.close();
        proxy.awaitStatus("one left", status -> status.sessions() == 1);
        expectAnswer(proxy.connect());
        expectAnswer(two);
        assertThat(proxy.refusals()).containsExactly("client-limit");
    }

    // A place that is told free before its client is counted out is one at which that client, on another loop, is
    // turned away.
    @Test
    void a_client_is_counted_out_before_anybody_hears_that_its_connection_has_closed() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.channel.closeFuture().addListener(closed -> told.add("closed"));
            bench.onLoop(() -> bench.channel.closeActions().onClose(() -> told.add("counted out")));
            bench.onLoop(bench.connection::close);
            bench.turn();
            assertThat(told).containsExactly("counted out", "closed");
        }
    }

    @Test
    void a_client_whose_connection_was_never_registered_is_counted_out_once() {
        AtomicInteger left = new AtomicInteger();
        PeerChannel channel = new PeerChannel();
        channel.closeActions().onClose(left::incrementAndGet);
        channel.unsafe().closeForcibly();
        channel.unsafe().closeForcibly();
        assertThat(left).hasValue(1);
        channel.closeActions().onClose(left::incrementAndGet);
        assertThat(left).hasValue(2);
    }

    @Test
    void who_speaks_for_others_has_as_many_as_they_need() throws IOException {
        RunningProxy proxy = scene.proxy()
                .trustingListener(RunningProxy.FRONT, "b", "127.0.0.0/8")
                .server("b", scene.server(HttpScript.echo()).address())
                .connectionsPerClient(1)
                .start();
        for (int i = 0; i < 3; i++) {
            expectAnswer(proxy.connect());
        }
        assertThat(proxy.refusals()).isEmpty();
    }

    @Test
    void clients_are_counted_apart_by_address_or_by_64_bits_of_it() throws UnknownHostException {
        ClientConnections clients = new ClientConnections();
        assertThat(clients.enter(InetAddress.getByName("192.0.2.1"), 1)).isTrue();
        assertThat(clients.enter(InetAddress.getByName("192.0.2.1"), 1)).isFalse();
        assertThat(clients.enter(InetAddress.getByName("192.0.2.2"), 1)).isTrue();
        assertThat(clients.enter(InetAddress.getByName("2001:db8::1"), 1)).isTrue();
        assertThat(clients.enter(InetAddress.getByName("2001:db8::2"), 1)).isFalse();
        assertThat(clients.enter(InetAddress.getByName("2001:db8:0:1::1"), 1)).isTrue();
        assertThat(clients.clients()).isEqualTo(4);
    }

    @Test
    void clients_that_have_gone_are_forgotten() throws Exception {
        ClientConnections clients = new ClientConnections();
        InetAddress client = InetAddress.getByName("192.0.2.1");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> comeAndGo(clients, client)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdown();
        }
        assertThat(clients.clients()).isZero();
    }

    private static void comeAndGo(ClientConnections clients, InetAddress client) {
        for (int i = 0; i < 10_000; i++) {
            if (clients.enter(client, 3)) {
                clients.leave(client);
            }
        }
    }

    private static void expectAnswer(ScriptedConnection client) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }
}
