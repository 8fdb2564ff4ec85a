package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Content;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Machine;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.PoolHold;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who holds a buffer and who does not: invariants 2, 3 and 11 of the design. */
final class BufferFreedomTest {

    private static final int MANY = 200;

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    // Four sockets for each of many: two of the proxy, and the two of the test.
    @BeforeEach
    void descriptors() {
        Machine.needDescriptors(5 * MANY);
    }

    @Test
    void idle_keep_alive_connections_hold_no_buffer() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo())).start();
        for (int i = 0; i < MANY; i++) {
            proxy.connect().sendHead("GET / HTTP/1.1", "Host: a").readResponse();
        }
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
        assertThat(proxy.status().sessions()).isEqualTo(MANY);
        assertThat(proxy.status().parkedBytes()).isZero();
    }

    @Test
    void half_sent_heads_hold_no_buffer() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).buffers(3, 0).start();
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            clients.add(proxy.connect().send(half));
        }
        proxy.awaitStatus("all parked", status -> status.parkedBytes() == (long) MANY * half.length());
        proxy.awaitLevel("no buffer", level -> level.leased() == 0 && level.waiting() == 0);
        for (ScriptedConnection client : clients) {
            client.send("y\r\n\r\n");
            assertThat(client.readResponse().text()).isEqualTo("GET / ");
        }
    }

    // Up to the stall quota: they make no progress. See EvictionTest for what is beyond it.
    @Test
    void half_sent_heads_hold_their_buffer_where_parking_is_full() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .buffers(10, 2)
                .stallQuota(1)
                .parkedBytes(0)
                .start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(proxy.connect().send("GET / HTTP/1.1\r\n"));
        }
        proxy.awaitLevel("all held", level -> level.leased() == 10 && level.stalled() == 10);
        for (ScriptedConnection client : clients) {
            client.send("Host: a\r\n\r\n");
            assertThat(client.readResponse().text()).isEqualTo("GET / ");
        }
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
    }

    @Test
    void clients_whose_server_works_hold_no_buffer() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).buffers(3, 0).start();
        for (int i = 0; i < 50; i++) {
            proxy.connect().sendHead("GET / HTTP/1.1", "Host: a");
            server.accept().readRequest();
        }
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
        server.close();
    }

    @Test
    void open_tunnels_with_nothing_to_say_hold_no_buffer() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).buffers(3, 0).start();
        for (int i = 0; i < MANY; i++) {
            ScriptedConnection client = proxy.connect().send("x");
            server.accept().expect("x").send("y");
            client.expect("y");
        }
        proxy.awaitLevel("no buffer", level -> level.leased() == 0);
        assertThat(proxy.status().sessions()).isEqualTo(MANY);
    }

    @Test
    void a_response_flows_through_the_reserve_when_requests_hold_all_else() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.http(server).holdable().buffers(4, 2).loops(1).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        for (int i = 0; i < 4; i++) {
            proxy.hold();
        }
        assertThat(proxy.level().leased()).isEqualTo(4);
        Content large = Content.of(1, 1 << 20);
        scene.beside(() -> back.sendHead("HTTP/1.1 200 OK", "Content-Length: " + large.length())
                .send(large));
        client.readHead();
        client.expect(large);
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_response_through_the_reserve_frees_the_slot_that_parked_requests_wait_for() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http()
                .server("backend", server.address(), 1, 1)
                .holdable()
                .buffers(2, 2)
                .loops(1)
                .start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(proxy.connect().sendHead("GET /" + i + " HTTP/1.1", "Host: a"));
            int waiting = i;
            proxy.await(
                    "in line",
                    () -> proxy.server().active() == 1 && proxy.server().waiting() == waiting);
        }
        proxy.hold();
        proxy.hold();
        ScriptedConnection back = server.accept();
        for (int i = 0; i < 5; i++) {
            assertThat(back.readRequest().target()).isEqualTo("/" + i);
            back.send(HttpScript.ok("" + i));
            assertThat(clients.get(i).readResponse().text()).isEqualTo("" + i);
        }
    }

    @Test
    void an_error_page_needs_no_buffer() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(2, 0)
                .timeout(Phase.RESPONSE_HEAD, Duration.ofMillis(400))
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        server.accept().readRequest();
        proxy.hold();
        proxy.hold();
        clock.release();
        assertThat(client.readResponse().status()).isEqualTo(504);
    }

    @Test
    void a_buffer_given_back_goes_to_the_next_in_line_on_whichever_loop() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .loops(4)
                .start();
        PoolHold hold = proxy.hold();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(proxy.connect().sendHead("GET /" + i + " HTTP/1.1", "Host: a"));
        }
        proxy.awaitLevel("all in line", level -> level.waitingStart() == 40);
        hold.release();
        for (int i = 0; i < 40; i++) {
            assertThat(clients.get(i).readResponse().text()).isEqualTo("GET /" + i + " ");
        }
    }
}
