package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process takes over from another on the same address ({@code sockets.reuse-port}), while clients connect all the time. */
final class HandoverIT {
    /*
     * No client is refused, since one process or the other listens at each moment, and no request is lost on a connection that a process has accepted. The
     * kernel may complete a connection for the old process between its last accept and the close of its socket, and resets it then, unless
     * net.ipv4.tcp_migrate_req is 1 (ADR 0027): so a new connection may be lost at one handover or another. For figures: -Dweir.handovers=20.
     */

    private static final int HANDOVERS = Integer.getInteger("weir.handovers", 3);
    private static final int CLIENTS = 16;
    private static final int ENOUGH_ANSWERS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void a_process_hands_over_to_another_and_no_client_is_refused_and_no_accepted_request_lost() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess first = start(0, server, "127.0.0.1:0");
                CountedClients clients = CountedClients.of(first.address(), CLIENTS)) {
            handOver(1, first, server, clients);
            System.out.printf(
                    "%d handovers: %d answered, %d lost on new connections, %d on others, %d refused%n",
                    HANDOVERS,
                    clients.answered(),
                    clients.lostOnNew().size(),
                    clients.lostOnKept().size(),
                    clients.refused());
            assertThat(clients.lostOnKept()).as("lost on accepted connections").isEmpty();
            assertThat(clients.refused()).as("refused").isZero();
            assertThat(clients.lostOnNew()).as("lost on new connections").hasSizeLessThanOrEqualTo(HANDOVERS);
        }
    }

    // The handover of that number and those that follow; then the clients end while the last process serves.
    private void handOver(int number, WeirProcess old, FakeServer server, CountedClients clients) throws Exception {
        clients.awaitAnswers(ENOUGH_ANSWERS);
        try (WeirProcess next =
                start(number, server, "127.0.0.1:" + clients.address().getPort())) {
            Eventually.holds("ready", () -> next.admin("/health/ready").statusCode() == 200);
            old.process().terminate();
            assertThat(old.process().awaitExit(PATIENCE)).as(old::err).isZero();
            assertThat(old.err()).contains("event=drained");
            if (number < HANDOVERS) {
                handOver(number + 1, next, server, clients);
            } else {
                clients.awaitAnswers(ENOUGH_ANSWERS);
                clients.finish();
            }
        }
    }

    private WeirProcess start(int number, FakeServer server, String bind) throws Exception {
        return WeirProcess.run(
                Files.createDirectory(directory.resolve("weir-" + number)), """
                weir {
                  listeners.main { bind = "%s", backend = main }
                  backends.main.servers.one.address = "%s"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                  sockets.reuse-port = on
                }
                """.formatted(bind, server.address()));
    }
}
