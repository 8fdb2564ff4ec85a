package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand requests in line for a buffer, all of which are held. */
@ExtendWith(Machine.class)
final class WaitingSessionsIT {

    private static final int WAITERS = 2_000;
    private static final int BUFFERS = 4;
    private static final Duration WATCHED = Duration.ofSeconds(10);
    private static final Duration WATCHED_IDLE = Duration.ofSeconds(5);
    private static final double MOST_OF_A_CORE_MORE = 0.05;
    private static final int MOST_WINDOWS = 10;

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    @Test
    void two_thousand_waiters_cost_no_cpu_and_all_proceed_in_order_once_buffers_come_back() throws IOException {
        try (StalledUploads uploads = StalledUploads.prepare();
                FakeServer server = FakeServer.start(this::serve);
                WeirProcess weir = WeirProcess.run(directory, configuration(server, uploads))) {
            double idle = coresInUse(weir, WATCHED_IDLE);
            uploads.holdAll(weir, "uploads", BUFFERS);
            List<Wire> waiters = new ArrayList<>();
            try {
                lineUp(weir, waiters);
                assertThatWaitingIsFree(weir, idle);
                uploads.letGo();
                for (int i = 0; i < WAITERS; i++) {
                    assertThat(waiters.get(i).readMessage().body()).isEqualTo("this is /" + i);
                }
                weir.assertAtRest();
                Eventually.passes(() -> assertThat(weir.metrics().count("weir_exchanges_total", "reason=\"done\""))
                        .isEqualTo(WAITERS + BUFFERS));
                assertThat(List.copyOf(arrived))
                        .as("requests in the order in which they came")
                        .isEqualTo(targets());
            } finally {
                for (Wire waiter : waiters) {
                    waiter.close();
                }
            }
        }
    }

    // One loop and one slot, so that what leaves the line in order also arrives in order.
    private static String configuration(FakeServer server, StalledUploads uploads) {
        return """
                weir {
                  event-loops = 1
                  buffers { count = %d, stall-quota = 1, client-share = 1 }
                  listeners.main { bind = "127.0.0.1:0", backend = main }
                  listeners.uploads { bind = "127.0.0.1:0", backend = uploads }
                  backends.main.servers.one { address = "%s", max-connections = 1 }
                  backends.uploads.servers.one.address = "%s"
                  timeouts { buffer = 5m, slot = 5m, write-stall = 5m, stalled = 5m, request-idle = 5m }
                  limits.queue-age = 5m
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                }
                """.formatted(BUFFERS, server.address(), uploads.address());
    }

    private void serve(Wire client) throws IOException {
        for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
            arrived.add(head.get().target());
            client.answer("this is " + head.get().target());
        }
    }

    /** Sends requests, each of which is in line before the next is sent, so that there is an order to be kept. */
    private static void lineUp(WeirProcess weir, List<Wire> waiters) throws IOException {
        for (String target : targets()) {
            waiters.add(Wire.to(weir.address()).get(target));
            String waiting = "\"waiting\":" + waiters.size() + ",";
            Eventually.holds(waiting, () -> weir.admin("/status").body().contains(waiting));
        }
    }

    private static List<String> targets() {
        return IntStream.range(0, WAITERS).mapToObj(i -> "/" + i).toList();
    }

    // What was begun before, such as compilation by the JVM, may still be going on where the machine is busy: a later
    // window is as good.
    private static void assertThatWaitingIsFree(WeirProcess weir, double idle) {
        Watch watch = Watch.of(weir);
        for (int window = 1; window < MOST_WINDOWS && !watch.isFree(idle); window++) {
            watch = Watch.of(weir);
        }
        System.out.printf(
                "%d waiters: %.2f %% of a core, %.2f %% before they came, %d event-loop tasks in %s%n",
                WAITERS, watch.cores() * 100, idle * 100, watch.tasks(), WATCHED);
        assertThat(weir.metrics().count("weir_buffers_waiting")).isEqualTo(WAITERS);
        assertThat(watch.tasks()).as("event-loop tasks").isZero();
        assertThat(watch.cores()).as("part of a core").isLessThan(idle + MOST_OF_A_CORE_MORE);
    }

    private static double coresInUse(WeirProcess weir, Duration watched) {
        Duration before = weir.process().cpu();
        Eventually.pass(watched);
        return weir.process().cpu().minus(before).toNanos() / (double) watched.toNanos();
    }

    /** What the process did in one window. */
    private record Watch(long tasks, double cores) {

        static Watch of(WeirProcess weir) {
            long before = weir.metrics().count("weir_loop_tasks_total");
            double cores = coresInUse(weir, WATCHED);
            return new Watch(weir.metrics().count("weir_loop_tasks_total") - before, cores);
        }

        boolean isFree(double idle) {
            return tasks == 0 && cores < idle + MOST_OF_A_CORE_MORE;
        }
    }
}
