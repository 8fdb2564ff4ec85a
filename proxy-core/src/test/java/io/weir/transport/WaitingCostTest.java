package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Content;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.PoolHold;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Waiting is free: no task, no event, no processor time (invariant 13 of the design). */
final class WaitingCostTest {

    private static final int WAITERS = 100;
    private static final long MOST_TASKS = 10;
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final int MOST_WINDOWS = 20;
    // A loop that spins takes all of the window; timers and the poll for selected keys take next to nothing.
    private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(100);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_hundred_requests_in_line_cost_nothing_and_are_then_served_in_order() throws IOException {
        // One slot, so that the order in which they end is the order in which they began.
        RunningProxy proxy = scene.http()
                .server("backend", scene.server(HttpScript.echo()).address(), 1, 1)
                .holdable()
                .buffers(1, 0)
                .loops(1)
                .start();
        PoolHold hold = proxy.hold();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            clients.add(proxy.connect().sendHead("GET /" + i + " HTTP/1.1", "Host: a"));
            int waiting = i + 1;
            proxy.awaitLevel("in line", level -> level.waiting() == waiting);
        }
        expectNoCost(proxy);
        long before = proxy.status().loopTasks();
        hold.release();
        for (int i = 0; i < WAITERS; i++) {
            assertThat(clients.get(i).readResponse().text()).isEqualTo("GET /" + i + " ");
            assertThat(proxy.nextEnded().target()).isEqualTo("/" + i);
        }
        assertThat(proxy.status().loopTasks() - before).as("tasks").isLessThanOrEqualTo(MOST_TASKS * WAITERS);
    }

    @Test
    void clients_that_end_or_break_off_while_they_wait_cost_nothing_either() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .start();
        int ended = 0;
        int brokenOff = 0;
        PoolHold hold = proxy.hold();
        for (int i = 0; i < WAITERS; i++) {
            ScriptedConnection client = proxy.connect().sendHead("GET / HTTP/1.1", "Host: a");
            int waiting = i + 1;
            proxy.awaitLevel("in line", level -> level.waiting() == waiting);
            if (i % 3 == 0) {
                client.finish();
                ended++;
            } else if (i % 3 == 1) {
                client.reset();
                brokenOff++;
            }
        }
        expectNoCost(proxy);
        hold.release();
        // A client that has broken off may be found so before a byte of its request was read, and then it has asked for
        // nothing.
        for (int answered = 0; answered < WAITERS - brokenOff; ) {
            answered += proxy.nextEnded().reason().equals("done") ? 1 : 0;
        }
        int staying = WAITERS - ended - brokenOff;
        proxy.awaitStatus("all others gone", status -> status.sessions() == staying);
    }

    @Test
    void relays_in_line_cost_nothing() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).holdable().buffers(1, 0).start();
        List<ScriptedConnection> servers = new ArrayList<>();
        PoolHold hold = null;
        for (int i = 0; i < 30; i++) {
            ScriptedConnection client = proxy.connect();
            servers.add(server.accept());
            if (hold == null) {
                hold = proxy.hold();
            }
            client.send("x");
        }
        proxy.awaitLevel("in line", level -> level.waiting() == 30);
        expectNoCost(proxy);
        hold.release();
        for (ScriptedConnection back : servers) {
            back.expect("x");
        }
    }

    @Test
    void downloads_that_nobody_reads_cost_nothing() throws IOException {
        Content content = Content.of(1, 2 << 20);
        ScriptedServer server = scene.server(connection -> {
            connection.readRequest();
            connection
                    .sendHead("HTTP/1.1 200 OK", "Content-Length: " + content.length())
                    .send(content);
        });
        RunningProxy proxy = scene.http(server)
                .buffers(4, 2)
                .loops(1)
                .socketBuffers(64 * 1024)
                .start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(proxy.connect(RunningProxy.FRONT, 4096).sendHead("GET / HTTP/1.1", "Host: a"));
        }
        proxy.await("all have begun", () -> server.connections() == 20);
        proxy.awaitLevel("the quota of stalled buffers is used", level -> level.stalled() >= level.stallQuota());
        expectNoCost(proxy);
        for (ScriptedConnection client : clients) {
            client.readHead();
            client.expect(content);
        }
    }

    @Test
    void requests_in_line_for_a_slot_cost_nothing() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.http().server("backend", server.address(), 1, 1).start();
        for (int i = 0; i < WAITERS; i++) {
            proxy.connect().sendHead("GET /" + i + " HTTP/1.1", "Host: a");
        }
        proxy.await("in line", () -> proxy.server().waiting() == WAITERS - 1);
        expectNoCost(proxy);
        server.close();
    }

    @Test
    void an_exchange_takes_few_tasks_also_when_buffers_are_few() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).buffers(3, 0).start();
        List<ScriptedConnection> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(proxy.connect());
        }
        long before = proxy.status().loopTasks();
        int rounds = 25;
        for (int round = 0; round < rounds; round++) {
            for (ScriptedConnection client : clients) {
                client.sendHead("GET / HTTP/1.1", "Host: a");
            }
            for (ScriptedConnection client : clients) {
                client.readResponse();
            }
        }
        long tasks = proxy.status().loopTasks() - before;
        assertThat(tasks).isLessThanOrEqualTo(MOST_TASKS * rounds * clients.size());
    }

    // What was begun before may still be going on where the machine is busy: a later window is as good as the first.
    private static void expectNoCost(RunningProxy proxy) {
        LoopCost cost = costOfWindow(proxy);
        for (int window = 1; window < MOST_WINDOWS && !isNothing(cost); window++) {
            cost = costOfWindow(proxy);
        }
        assertThat(cost.tasks()).as("tasks").isZero();
        assertThat(cost.processorTime()).as("processor time of the loops").isLessThan(NEXT_TO_NOTHING);
    }

    private static LoopCost costOfWindow(RunningProxy proxy) {
        LoopCost before = LoopCost.now(proxy);
        proxy.letPass(WINDOW);
        return LoopCost.now(proxy).minus(before);
    }

    private static boolean isNothing(LoopCost cost) {
        return cost.tasks() == 0 && cost.processorTime().compareTo(NEXT_TO_NOTHING) < 0;
    }
}
