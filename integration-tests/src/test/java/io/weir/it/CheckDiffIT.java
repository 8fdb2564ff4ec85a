package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir check FILE --diff ADDRESS} tells what a reload of the file would change in a running Weir, and changes nothing. */
final class CheckDiffIT {

    private static final String READ = "read-0123456789abcdef";
    private static final String WRITE = "write-0123456789abcdef";
    private static final String SECRET = "s3cr3t-0123456789";
    private static final String NEXT_SECRET = "n3xt-0123456789";

    @TempDir
    private Path directory;

    private WeirProcess weir;
    private Path read;
    private Path write;

    @BeforeEach
    void start() throws IOException {
        read = token("read", READ);
        write = token("write", WRITE);
        weir = WeirProcess.run(directory, configuration());
    }

    @AfterEach
    void stop() {
        assertThat(weir.metrics().sum("weir_config_generation")).isEqualTo(1);
        assertThat(weir.metrics().sum("weir_config_reloads_total")).isZero();
        assertThat(weir.err()).doesNotContain("event=reload ", SECRET, NEXT_SECRET);
        weir.close();
    }

    @Test
    void the_file_that_runs_would_change_nothing() throws IOException {
        Finished diff = diff(configuration() + "# other words\n", weir.adminAddress(), write);
        assertThat(diff.exitCode()).as(diff.toString()).isZero();
        assertThat(diff.out()).contains("next.conf: ok; ", "\na reload would change nothing: generation 1 runs, hash ");
        Finished bySocket = diff(configuration(), socket().toString());
        assertThat(bySocket.out()).contains("a reload would change nothing: ");
    }

    @Test
    void a_changed_file_is_told_in_the_words_of_a_reload_and_without_secrets() throws IOException {
        Files.writeString(directory.resolve("more.conf"), "weir.timeouts.connect = ${vars.time}");
        String next = configuration().replace(SECRET, NEXT_SECRET)
                + "weir.backends.main.servers.two.address = \"127.0.0.1:9\"\n"
                + "vars.time = 3s\ninclude \"more.conf\"\n";
        Finished diff = diff(next, weir.adminAddress(), write);
        assertThat(diff.exitCode()).as(diff.toString()).isZero();
        assertThat(diff.out())
                .contains(
                        "\na reload would take this over: generation 1 runs, hash ",
                        "\n  backend main: server two added\n",
                        "\n  listener main: routes[0].request-headers.set.Authorization (hidden) changed\n",
                        "\n  timeouts.connect 5s -> 3s\n")
                .doesNotContain(SECRET, NEXT_SECRET);
        Finished reader = diff(next, weir.adminAddress(), read);
        assertThat(reader.exitCode()).isZero();
        assertThat(reader.out()).contains("server two added").doesNotContain("Authorization");
        assertThat(reader.err()).contains("warning: secrets were not compared");
        Eventually.holds(
                "both stand in the log",
                () -> weir.err().contains("event=admin_write caller=127.0.0.1 role=write write=/config/diff status=200")
                        && weir.err().contains("role=read write=/config/diff status=200"));
    }

    @Test
    void what_needs_a_restart_is_told_with_both_values() throws IOException {
        Finished diff = diff(
                configuration() + "weir { buffers.count = 99, admin.bind = \"127.0.0.1:9909\" }\n",
                weir.adminAddress(),
                write);
        assertThat(diff.exitCode()).as(diff.toString()).isEqualTo(8);
        assertThat(diff.err())
                .contains(
                        "weir.buffers.count: 99 (running: 64)",
                        "weir.admin.bind: 127.0.0.1:9909 (running: 127.0.0.1:0)");
        assertThat(diff.out()).contains("\na reload would be refused, needs-restart: ", "\n  buffers.count 64 -> 99\n");
    }

    @Test
    void a_broken_file_is_not_sent() throws IOException {
        Finished diff = diff(configuration() + "weir.bufers.count = 1\n", weir.adminAddress(), write);
        assertThat(diff.exitCode()).isEqualTo(3);
        assertThat(diff.err())
                .contains("next.conf:", "did you mean \"buffers\"?")
                .endsWith("1 problem\n");
        assertThat(weir.err()).doesNotContain("/config/diff");
    }

    @Test
    void a_wrong_and_a_missing_token_are_not_allowed() throws IOException {
        Finished diff = diff(configuration(), weir.adminAddress(), token("wrong", "wrong-0123456789abcdef"));
        assertThat(diff.exitCode()).as(diff.toString()).isEqualTo(9);
        assertThat(diff.err()).contains("weir: the token is none of this Weir");
        assertThat(diff(configuration(), weir.adminAddress()).exitCode()).isEqualTo(9);
    }

    @Test
    void where_nothing_listens_there_is_no_answer() throws IOException {
        String address;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + taken.getLocalPort();
        }
        Finished diff = diff(configuration(), address, write);
        assertThat(diff.exitCode()).as(diff.toString()).isEqualTo(6);
        assertThat(diff.err()).contains("weir: " + address + ": ");
        assertThat(diff(configuration(), directory.resolve("none.sock").toString())
                        .exitCode())
                .isEqualTo(6);
    }

    private Finished diff(String configuration, String address, Path token) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), configuration);
        return Finished.run(
                WeirProcess.command("check", next.toString(), "--diff", address, "--token-file", token.toString()));
    }

    private Finished diff(String configuration, String address) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), configuration);
        return Finished.run(WeirProcess.command("check", next.toString(), "--diff", address));
    }

    private Path token(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text + "\n");
    }

    private Path socket() {
        return directory.resolve("a.sock");
    }

    private String configuration() {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { backend = main, request-headers.set { Authorization = "Bearer %s" } } ]
                  }
                  backends.main.servers.one.address = "127.0.0.1:9"
                  buffers.count = 64
                  admin { bind = "127.0.0.1:0", socket = "%s", tokens { read = "%s", write = "%s" } }
                  access-log.format = off
                  reload.watch = off
                }
                """.formatted(SECRET, socket(), read, write);
    }
}
