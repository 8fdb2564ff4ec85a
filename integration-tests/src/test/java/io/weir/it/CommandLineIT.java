package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says and with which code it ends. The codes are promised: scripts rely on them. */
final class CommandLineIT {

    private static final int USAGE = 2;
    private static final int BAD_CONFIGURATION = 3;
    private static final int CANNOT_START = 4;
    private static final int DOES_NOT_FIT = 5;
    private static final int NOT_READY = 6;

    @TempDir
    Path directory;

    @Test
    void version_tells_what_runs() {
        Finished version = weir("--version").succeeded();
        assertThat(version.out())
                .startsWith("weir ")
                .contains("Java " + Runtime.version())
                .contains("Netty 4.");
        assertThat(version.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "proxy", "check", "health", "demo"})
    void help_has_examples_and_exit_codes(String command) {
        Finished help = (command.isEmpty() ? weir("--help") : weir(command, "--help")).succeeded();
        assertThat(help.out()).contains("Usage: weir").contains("Example").contains("Exit codes:");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prxoy",
                "proxy",
                "proxy --from=:0 --to=127.0.0.1:1 --protocol=udp",
                "run",
                "demo --seconds=-1"
            })
    void a_wrong_command_line_is_told_and_ends_with_2(String arguments) {
        Finished finished = arguments.isEmpty() ? weir() : weir(arguments.split(" "));
        assertThat(finished.exitCode()).isEqualTo(USAGE);
        assertThat(finished.err()).isNotBlank();
        assertThat(finished.out()).isEmpty();
    }

    @Test
    void check_tells_all_problems_with_their_lines_and_ends_with_3() throws IOException {
        Path file = file("""
                weir {
                  listeners.web { bind = "127.0.0.1:0", backend = shpo }
                  backends.shop.servers.one.address = "127.0.0.1:"
                  buffers.cuont = 3
                  timeouts.connect = 5
                }
                """);
        Finished check = weir("check", file.toString());
        assertThat(check.exitCode()).isEqualTo(BAD_CONFIGURATION);
        assertThat(check.err())
                .contains(file + ":2: weir.listeners.web.backend", "did you mean \"shop\"?")
                .contains(file + ":3: weir.backends.shop.servers.one.address: ")
                .contains(file + ":4: weir.buffers.cuont: unknown key", "did you mean \"count\"?")
                .contains(file + ":5: weir.timeouts.connect: 5 (expected: a duration")
                .contains("4 problems");
        assertThat(check.out()).isEmpty();
        assertThat(weir("run", file.toString()).exitCode()).isEqualTo(BAD_CONFIGURATION);
    }

    @Test
    void check_of_a_good_file_says_how_much_memory_it_takes() throws IOException {
        Finished check = weir("check", file(configuration("")).toString()).succeeded();
        assertThat(check.out()).contains(": ok; ", " 16.1 MiB  buffers: (1024 + ", "needed");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_told_and_ends_with_3() {
        Finished check = weir("check", directory.resolve("none.conf").toString());
        assertThat(check.exitCode()).isEqualTo(BAD_CONFIGURATION);
        assertThat(check.err()).contains("none.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "listener, --from=%s --to=127.0.0.1:1 --admin=off",
        "admin, --from=127.0.0.1:0 --to=127.0.0.1:1 --admin=%s"
    })
    void a_port_in_use_is_told_and_ends_with_4(String whose, String options) throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + taken.getLocalPort();
            Finished proxy = weir(("proxy " + options.formatted(address)).split(" "));
            assertThat(proxy.exitCode()).isEqualTo(CANNOT_START);
            assertThat(proxy.err())
                    .contains("weir: ", whose, Integer.toString(taken.getLocalPort()), "Address already in use")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void buffers_that_do_not_fit_are_told_with_the_arithmetic_and_end_with_5(String command) throws IOException {
        Path file = file(configuration("buffers.count = 1000000"));
        Finished finished = weir(command, file.toString());
        assertThat(finished.exitCode()).isEqualTo(DOES_NOT_FIT);
        assertThat(finished.err())
                .contains("does not fit")
                .containsPattern("\\+ .* buffers: \\(1000000 \\+ 2 x 2 event loops\\) x 16KiB")
                .containsPattern("\\+ .* Java heap, -Xmx")
                .containsPattern("= .* needed");
    }

    @Test
    void health_asks_where_the_environment_says_and_ends_with_6_if_nobody_answers() {
        ProcessBuilder health = new ProcessBuilder(WeirProcess.command("health"));
        health.environment().put("WEIR_ADMIN_BIND", "127.0.0.1:1");
        Finished finished = Finished.run(health);
        assertThat(finished.exitCode()).isEqualTo(NOT_READY);
        assertThat(finished.out()).startsWith("127.0.0.1:1: ");
    }

    private static Finished weir(String... arguments) {
        return Finished.run(WeirProcess.command(arguments));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("weir.conf"), text);
    }

    private static String configuration(String more) {
        return """
                weir {
                  listeners.web { bind = "127.0.0.1:0", backend = shop }
                  backends.shop.servers.one.address = "127.0.0.1:1"
                  event-loops = 2
                  %s
                }
                """.formatted(more);
    }
}
