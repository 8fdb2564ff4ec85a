package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Machine;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Crowds that do not read (invariant 14 of the design): they never hold more than their quota of buffers, small exchanges beside
 * them go on, and each of them loses nothing.
 */
final class StallIsolationTest {

    private static final int CROWD = 200;
    private static final int BUFFERS = 50;
    private static final int LOOPS = 2;
    private static final int SMALL = 100;
    // Several times what the kernel takes on its way.
    private static final Content BULK = Content.of(1, 2 << 20);
    private static final int SOCKET_BUFFER = 64 * 1024;

    @RegisterExtension
    final Scene scene = new Scene();

    private final CountDownLatch done = new CountDownLatch(1);

    // Four sockets for each of the crowd: two of the proxy, and the two of the test.
    @BeforeEach
    void descriptors() {
        Machine.needDescriptors(5 * CROWD);
    }

    @Test
    void clients_that_do_not_read_their_downloads() throws IOException {
        RunningProxy proxy = plan(Protocol.HTTP, scene.server(connection -> {
                    connection.readRequest();
                    connection.sendHead("HTTP/1.1 200 OK", "Content-Length: " + BULK.length());
                    connection.send(BULK);
                }))
                .start();
        FutureTask<Integer> sampler = sample(proxy);
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            clients.add(proxy.connect("bulk", SOCKET_BUFFER).sendHead("GET / HTTP/1.1", "Host: a"));
        }
        expectSmallExchanges(proxy);
        for (ScriptedConnection client : clients) {
            client.readHead();
            client.expect(BULK);
        }
        expectQuotaKept(proxy, sampler);
    }

    @Test
    void a_server_that_does_not_read_its_uploads() throws Exception {
        ScriptedServer server = scene.serverOfReceiveBuffer(SOCKET_BUFFER);
        RunningProxy proxy = plan(Protocol.HTTP, server).start();
        FutureTask<Integer> sampler = sample(proxy);
        List<ScriptedConnection> clients = new ArrayList<>();
        List<ScriptedConnection> backs = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            ScriptedConnection client = proxy.connect("bulk");
            client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + BULK.length());
            backs.add(server.accept());
            clients.add(client);
            scene.beside(() -> client.send(BULK));
        }
        expectSmallExchanges(proxy);
        for (ScriptedConnection back : backs) {
            back.readHead();
            back.expect(BULK).send(HttpScript.ok("stored"));
        }
        for (ScriptedConnection client : clients) {
            assertThat(client.readResponse().text()).isEqualTo("stored");
        }
        expectQuotaKept(proxy, sampler);
    }

    @Test
    void tunnels_of_which_one_side_or_the_other_does_not_read() throws Exception {
        ScriptedServer server = scene.serverOfReceiveBuffer(SOCKET_BUFFER);
        RunningProxy proxy = plan(Protocol.TCP, server).start();
        FutureTask<Integer> sampler = sample(proxy);
        List<ScriptedConnection> readers = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            ScriptedConnection client = proxy.connect("bulk", SOCKET_BUFFER);
            ScriptedConnection back = server.accept();
            ScriptedConnection sender = i % 2 == 0 ? client : back;
            readers.add(i % 2 == 0 ? back : client);
            scene.beside(() -> sender.send(BULK).finish());
        }
        expectSmallExchanges(proxy);
        for (ScriptedConnection reader : readers) {
            reader.expect(BULK).expectEnd();
        }
        expectQuotaKept(proxy, sampler);
    }

    private ProxyPlan plan(Protocol bulk, ScriptedServer server) throws IOException {
        return scene.proxy()
                .listener("bulk", bulk, RouteSettings.everything("bulk"))
                .server("bulk", server.address())
                .listener("small", Protocol.HTTP, RouteSettings.everything("small"))
                .server("small", scene.server(HttpScript.echo()).address())
                .buffers(BUFFERS, 2)
                .loops(LOOPS)
                .socketBuffers(SOCKET_BUFFER);
    }

    /** Once the crowd has taken all that it may. */
    private static void expectSmallExchanges(RunningProxy proxy) throws IOException {
        proxy.awaitLevel("the quota is used", level -> level.stalled() >= level.stallQuota());
        for (int i = 0; i < SMALL; i++) {
            try (ScriptedConnection client = proxy.connect("small")) {
                client.sendHead("GET /" + i + " HTTP/1.1", "Host: a");
                assertThat(client.readResponse().text()).isEqualTo("GET /" + i + " ");
            }
        }
    }

    /** Looks all the time how many buffers are stalled; the most that it has seen. */
    private FutureTask<Integer> sample(RunningProxy proxy) {
        return scene.beside(() -> {
            int most = 0;
            while (done.getCount() > 0) {
                most = Math.max(most, proxy.level().stalled());
                proxy.letPass(Duration.ofMillis(1));
            }
            return most;
        });
    }

    private void expectQuotaKept(RunningProxy proxy, FutureTask<Integer> sampler) {
        done.countDown();
        assertThat(Scene.join(sampler)).isLessThanOrEqualTo(proxy.level().stallQuota() + LOOPS);
    }
}
