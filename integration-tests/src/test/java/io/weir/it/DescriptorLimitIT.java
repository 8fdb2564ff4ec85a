package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may have few files open, and many more clients than that. */
final class DescriptorLimitIT {

    private static final int CLIENTS = 150;

    @TempDir
    Path directory;

    @Test
    void with_120_descriptors_all_that_is_accepted_is_answered_and_the_rest_waits_in_the_backlog() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.start(
                        directory, limited(120, "run", "--explain-memory", configuration(server.address())));
                Clients clients = new Clients(weir)) {
            assertThat(weir.err())
                    .contains(" instead of 10000, for which 120 open files are too few")
                    .containsPattern(" +\\d+ descriptors at most, of 120");
            int limit = (int) weir.metrics().count("weir_sessions_limit");
            assertThat(limit).isBetween(16, 30);
            clients.connect();
            clients.expectAnswers(limit);
            assertThat(weir.metrics().count("weir_sessions")).isEqualTo(limit);
            assertThat(weir.metrics().count("weir_accepting")).isZero();
            clients.leaveAndExpectAnswersOfTheRest();
            Eventually.holds("nobody is left", () -> weir.metrics().count("weir_sessions") == 0);
            assertThat(weir.metrics().count("weir_descriptor_shortages_total")).isZero();
            weir.assertAtRest();
            assertThat(weir.err()).doesNotContain("tail of the pipeline", "level=WARN", "Too many open files");
        }
    }

    @Test
    void check_says_what_becomes_of_the_connections() throws IOException {
        Finished check = Finished.run(limited(120, "check", configuration("127.0.0.1:1")));
        assertThat(check.exitCode()).isZero();
        assertThat(check.out())
                .containsPattern("\\d+ descriptors at most, of 120")
                .contains("note: weir.limits.connections: ", " instead of 10000");
    }

    @Test
    void with_descriptors_for_next_to_no_clients_it_does_not_start_and_says_the_sum() throws IOException {
        for (String command : List.of("check", "run")) {
            Finished refused = Finished.run(limited(64, command, configuration("127.0.0.1:1")));
            assertThat(refused.exitCode()).isEqualTo(5);
            assertThat(refused.err())
                    .startsWith("weir: there are too few file descriptors:")
                    .contains("64  open files that the process may have", "ulimit -n");
        }
    }

    private String configuration(String server) throws IOException {
        Path file = directory.resolve("weir.conf");
        Files.writeString(file, """
                weir {
                  listeners.main { bind = "127.0.0.1:0", backend = main }
                  backends.main.servers.one.address = "%s"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                  event-loops = 2
                  limits.connections = 10000
                  sockets.backlog = 200
                }
                """.formatted(server));
        return file.toString();
    }

    private static List<String> limited(int descriptors, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "bash"));
        command.addAll(WeirProcess.command(arguments));
        return command;
    }

    /** Clients that have asked, in the order in which they connected, which is that of the backlog. */
    private static final class Clients implements AutoCloseable {

        private final WeirProcess weir;
        private final Queue<Wire> waiting = new ArrayDeque<>();
        private final Queue<Wire> answered = new ArrayDeque<>();

        Clients(WeirProcess weir) {
            this.weir = weir;
        }

        void connect() throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                waiting.add(Wire.to(weir.address()));
            }
            for (Wire client : waiting) {
                client.get("/page");
            }
        }

        void expectAnswers(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                expectAnswer();
            }
        }

        void leaveAndExpectAnswersOfTheRest() throws IOException {
            while (!waiting.isEmpty()) {
                answered.remove().close();
                expectAnswer();
            }
            close();
        }

        private void expectAnswer() throws IOException {
            Wire next = waiting.remove();
            answered.add(next);
            Wire.Message response = next.readMessage();
            assertThat(response.head().status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("this is /page");
        }

        @Override
        public void close() throws IOException {
            for (Wire client : answered) {
                client.close();
            }
            for (Wire client : waiting) {
                client.close();
            }
        }
    }
}
