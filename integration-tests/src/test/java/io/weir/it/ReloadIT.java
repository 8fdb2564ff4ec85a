package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed file is taken over by the program while clients are connected. */
final class ReloadIT {

    @TempDir
    private Path directory;

    @Test
    void a_file_that_is_renamed_over_the_old_one_is_taken_over_by_itself() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server, 410));
                Wire client = Wire.to(weir.address())) {
            assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(410);
            replace(configuration(server, 418));
            // The line comes after what it tells.
            Eventually.holds(
                    "a reload", () -> weir.err().contains("event=reload result=taken trigger=watch generation=2"));
            assertThat(weir.metrics().sum("weir_config_generation")).isEqualTo(2);
            assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(418);
            assertThat(client.get("/a").readMessage().head().status()).isEqualTo(200);
            assertThat(weir.metrics().sum("weir_config_stale")).isZero();
        }
    }

    @Test
    void a_broken_and_a_missing_file_leave_what_runs_and_readiness() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server, 410));
                Wire client = Wire.to(weir.address())) {
            replace(configuration(server, 418) + "weir.bufers.count = 1\n");
            Eventually.holds("a refusal", () -> weir.metrics().sum("weir_config_stale") == 1);
            Eventually.holds(
                    "its problem in the log, which another thread writes",
                    () -> weir.err().contains("weir.conf:") && weir.err().contains("did you mean 'buffers'?"));
            Files.delete(file());
            Eventually.holds(
                    "another refusal",
                    () -> weir.metrics().sum("weir_config_reloads_total", "result=\"rejected\"") == 2);
            assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(410);
            assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);
            replace(configuration(server, 410));
            Eventually.holds("what runs is there again", () -> weir.metrics().sum("weir_config_stale") == 0);
            assertThat(weir.metrics().sum("weir_config_generation")).isEqualTo(1);
        }
    }

    @Test
    void a_hang_up_without_a_terminal_reloads() throws Exception {
        // A JVM leaves a signal alone that was ignored when it was started, as HUP is below nohup.
        ProcessBuilder withoutTerminal = new ProcessBuilder("setsid", "env", "--default-signal=HUP");
        try (FakeServer server = FakeServer.thatTellsTargets()) {
            replace(configuration(server, 410).replace("1s", "off"));
            withoutTerminal.command().addAll(WeirProcess.command("run", file().toString()));
            try (WeirProcess weir = WeirProcess.start(directory, withoutTerminal);
                    Wire client = Wire.to(weir.address())) {
                replace(configuration(server, 418).replace("1s", "off"));
                weir.process().signal("HUP");
                Eventually.holds("a reload", () -> weir.err().contains("event=reload result=taken trigger=signal"));
                assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(418);
                weir.process().terminate();
                assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
            }
        }
    }

    private static String configuration(FakeServer server, int status) {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { path = "/gone", respond { status = %d } }, { backend = main } ]
                  }
                  backends.main.servers.one.address = "%s"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                  reload.watch = 1s
                }
                """.formatted(status, server.address());
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void replace(String text) throws IOException {
        Path other = directory.resolve("next");
        Files.writeString(other, text);
        Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
