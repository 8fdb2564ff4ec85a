package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program below a service manager, by a program in the place of {@code systemd-notify} that writes down what it is asked to send. */
final class ServiceNoticesIT {

    private static final String SOCKET = "/run/of-a-test/notify";

    @TempDir
    Path directory;

    @Test
    void a_start_a_reload_by_signal_and_a_stop_are_told_in_order() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets()) {
            Path file = write(configuration(server, 410));
            try (WeirProcess weir = start(file, withProgram("printf '%s %s\\n' \"$NOTIFY_SOCKET\" \"$*\" >> told"));
                    Wire client = Wire.to(weir.address())) {
                awaitTold("READY=1 STATUS=Serving configuration 1");
                write(configuration(server, 418));
                weir.process().signal("HUP");
                awaitTold("READY=1 STATUS=Serving configuration 2; last reload taken");
                // An exchange that is not over holds up the stop until the message is sent.
                client.write("GET /a HTTP/1.1\r\nHo");
                weir.process().terminate();
                awaitTold("STOPPING=1 STATUS=Stopping; exchanges may end within 30s");
                client.write("st: a\r\n\r\n");
                assertThat(client.readMessage().head().status()).isEqualTo(200);
                assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
            }
        }
        assertThat(told().get(1)).matches(SOCKET + " RELOADING=1 MONOTONIC_USEC=\\d+");
        assertThat(told()).hasSize(4).allMatch(line -> line.startsWith(SOCKET + " "));
    }

    @Test
    void a_missing_systemd_notify_is_one_line_of_the_log_and_the_program_serves() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = start(write(configuration(server, 410)), Map.of("PATH", directory.toString()));
                Wire client = Wire.to(weir.address())) {
            weir.process().signal("HUP");
            Eventually.holds("a reload", () -> weir.err().contains("event=reload result=unchanged"));
            Eventually.holds("a line", () -> weir.err().contains("event=notify_failed"));
            assertThat(client.get("/a").readMessage().head().status()).isEqualTo(200);
            weir.process().terminate();
            assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
            assertThat(weir.err().lines().filter(line -> line.contains("notify")))
                    .hasSize(1)
                    .allMatch(line -> line.contains("level=WARN"));
        }
    }

    @Test
    void a_systemd_notify_that_hangs_holds_up_neither_start_nor_stop() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir =
                        start(write(configuration(server, 410)), withProgram("echo begun >> told; exec sleep 60"));
                Wire client = Wire.to(weir.address())) {
            awaitTold("begun");
            assertThat(client.get("/a").readMessage().head().status()).isEqualTo(200);
            weir.process().terminate();
            assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
        }
    }

    private Map<String, String> withProgram(String line) throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path script =
                Files.writeString(bin.resolve("systemd-notify"), "#!/bin/sh\ncd " + directory + "\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return Map.of("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    }

    private WeirProcess start(Path file, Map<String, String> environment) {
        // env and setsid are found by the PATH of this process; the program itself gets that of the test.
        ProcessBuilder builder = new ProcessBuilder("setsid", "env", "--default-signal=HUP", "NOTIFY_SOCKET=" + SOCKET);
        environment.forEach((name, value) -> builder.command().add(name + "=" + value));
        builder.command().addAll(WeirProcess.command("run", file.toString()));
        return WeirProcess.start(directory, builder);
    }

    private void awaitTold(String ending) {
        Eventually.holds(ending, () -> told().stream().anyMatch(line -> line.endsWith(ending)));
    }

    private List<String> told() throws IOException {
        Path told = directory.resolve("told");
        return Files.exists(told) ? Files.readAllLines(told) : List.of();
    }

    private Path write(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), text);
        return Files.move(next, directory.resolve("weir.conf"), StandardCopyOption.ATOMIC_MOVE);
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
                  reload.watch = off
                }
                """.formatted(status, server.address());
    }
}
