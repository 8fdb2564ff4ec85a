package io.weir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.backend.ServerSettings;
import io.weir.server.config.AccessLogFormat;
import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.FakeProgram;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import io.weir.server.service.ServiceNotices;
import io.weir.session.SessionObserver;
import io.weir.settings.Protocol;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {

    private static final String GOOD =
            "weir { listeners.web { bind = \":0\", backend = shop }, backends.shop.servers.one.address = \"127.0.0.1:9\" }";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeProgram program = new FakeProgram();
    private final List<ProgramSettings> launched = new ArrayList<>();
    private Launch launch = new Launch.Started(program);

    @Test
    void run_serves_until_it_is_told_to_stop_then_drains_and_closes() throws IOException, InterruptedException {
        assertThat(execute("run", file(GOOD))).isEqualTo(ExitCode.OK);
        assertThat(program.calls).containsExactly("offer", "drain: SIGTERM", "close");
        assertThat(err.toString()).contains("  listener  web http 127.0.0.1:4711 -> shop\n");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "run FILE, false",
        "run --explain-memory FILE, true",
        "run FILE --explain-memory, true",
        "proxy --from :0 --to a, false",
        "proxy --from :0 --to a --explain-memory, true"
    })
    void the_memory_sum_is_shown_at_the_start_when_it_is_asked_for(String line, boolean isShown) throws Exception {
        assertThat(execute(line.replace("FILE", file(GOOD)).split(" "))).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("  memory    ");
        assertThat(err.toString().contains("  Java heap, -Xmx\n")).isEqualTo(isShown);
        assertThat(err.toString().contains(" needed\n")).isEqualTo(isShown);
    }

    @Test
    void a_run_whose_stop_broke_off_exchanges_says_so_by_its_exit_code() throws IOException, InterruptedException {
        program.brokenOff = 3;
        assertThat(execute("run", file(GOOD))).isEqualTo(ExitCode.BROKEN_OFF);
        assertThat(program.calls).containsExactly("offer", "drain: SIGTERM", "close");
    }

    @Test
    void run_of_a_wrong_file_tells_all_problems_and_starts_nothing() throws IOException, InterruptedException {
        assertThat(execute("run", file(GOOD + "\nweir.buffers { cuont = 1, size = x }")))
                .isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err.toString())
                .contains("weir.conf:2: weir.buffers.cuont: unknown key", "weir.buffers.size: x", "2 problems");
        assertThat(launched).isEmpty();
    }

    @Test
    void run_says_why_it_cannot_start() throws IOException, InterruptedException {
        launch = new Launch.Failed("listener web: Address already in use");
        assertThat(execute("run", file(GOOD))).isEqualTo(ExitCode.CANNOT_START);
        assertThat(err.toString()).isEqualTo("weir: listener web: Address already in use\n");
    }

    @Test
    void run_of_more_buffers_than_there_is_memory_shows_the_arithmetic_and_starts_nothing()
            throws IOException, InterruptedException {
        assertThat(execute(
                        "run",
                        file(GOOD
                                + "\nweir { sockets.send-buffer = 64MiB, buffers { count = 1000000, size = 16MiB } }")))
                .isEqualTo(ExitCode.DOES_NOT_FIT);
        assertThat(err.toString())
                .contains("weir: this does not fit", "x 16MiB", "needed", "Lower weir.limits.connections");
        assertThat(launched).isEmpty();
    }

    @Test
    void check_of_a_good_file_says_ok_and_starts_nothing() throws IOException, InterruptedException {
        assertThat(execute("check", file(GOOD))).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(
                        "weir.conf: ok; ",
                        "  read: ",
                        "  buffers: (",
                        "  kernel: buffers of front connections",
                        "needed",
                        " exchanges and ",
                        " descriptors at most");
        assertThat(launched).isEmpty();
    }

    @Test
    void check_tells_warnings_and_is_content() throws IOException, InterruptedException {
        assertThat(execute("check", file(GOOD + "\nweir.backends.idle.servers.a.address = \"a:1\"")))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString()).startsWith("warning: ").contains("weir.backends.idle: unused backend");
    }

    // Too long to be asked for in the network.
    @Test
    void check_warns_of_the_name_of_a_server_that_nothing_resolves() throws IOException, InterruptedException {
        String name = "a.".repeat(140) + "test";
        assertThat(execute("check", file(GOOD + "\nweir.backends.shop.servers.two.address = \"" + name + ":1\"")))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString())
                .contains("warning: weir.backends.shop.servers.two.address: " + name
                        + ": unknown here (expected: a name that DNS"
                        + " or the hosts file resolves when Weir starts or reloads; until then requests for this server end"
                        + " with unknown-server-name, unless it has an address already)");
    }

    @Test
    void check_of_a_wrong_file_is_not_content() throws IOException, InterruptedException {
        assertThat(execute("check", file("weir {"))).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err.toString()).contains("weir.conf:1: ").endsWith("1 problem\n");
    }

    @ParameterizedTest
    @CsvSource({"'', OK", "weir.cuont = 1, BAD_CONFIGURATION"})
    void check_lists_files_that_are_read_and_optional_ones_that_are_missing(String more, ExitCode code)
            throws IOException, InterruptedException {
        String file = file(GOOD + "\ninclude \"?local.conf\"\n" + more);
        assertThat(execute("check", file)).isEqualTo(code);
        assertThat(out.toString() + err)
                .contains(
                        "  read: " + file + "\n",
                        "  not there: " + directory.resolve("local.conf") + ", which " + file + ":");
        assertThat(out.toString().isEmpty()).isEqualTo(code != ExitCode.OK);
    }

    @Test
    void proxy_needs_no_file() throws InterruptedException {
        assertThat(execute("proxy", "--from", ":8080", "--to", "127.0.0.1:9000,shop.test:9001"))
                .isEqualTo(ExitCode.OK);
        ProgramSettings settings = launched.get(0);
        assertThat(settings.weir().listeners().get(0).bind().getPort()).isEqualTo(8080);
        assertThat(settings.weir().listeners().get(0).protocol()).isEqualTo(Protocol.HTTP);
        assertThat(settings.weir().backends().get(0).servers())
                .extracting(ServerSettings::name, server -> server.address().getPort())
                .containsExactly(tuple("server1", 9000), tuple("server2", 9001));
        assertThat(settings.admin()).isPresent();
        assertThat(settings.accessLog()).isEqualTo(AccessLogFormat.TEXT);
    }

    @Test
    void proxy_takes_a_port_a_url_and_a_host_alone() throws InterruptedException {
        assertThat(execute("proxy", "--from", "8080", "--to", "http://127.0.0.1:9000,localhost", "--admin", "9902"))
                .isEqualTo(ExitCode.OK);
        ProgramSettings settings = launched.get(0);
        assertThat(settings.weir().listeners().get(0).bind()).isEqualTo(new InetSocketAddress(8080));
        assertThat(settings.admin()).contains(new InetSocketAddress(9902));
        assertThat(settings.weir().backends().get(0).servers())
                .extracting(
                        server -> server.address().getHostString(),
                        server -> server.address().getPort())
                .containsExactly(tuple("127.0.0.1", 9000), tuple("localhost", 80));
    }

    @Test
    void proxy_says_what_of_a_url_is_no_address_and_hides_its_password() throws InterruptedException {
        assertThat(execute("proxy", "--from", "80/a", "--to", "https://a,http://b/c,http://ann:s3cr3t@d"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "80/a (expected: an address without a path; ",
                        "https://a (expected: http:// or no scheme, since Weir has no TLS to servers yet)",
                        "http://b/c (expected: an address without a path; ",
                        "@d (expected: an address without user name and password)",
                        "4 problems")
                .doesNotContain("s3cr3t");
    }

    @Test
    void proxy_takes_the_options_that_one_changes_most() throws InterruptedException {
        assertThat(execute(
                        "proxy",
                        "--from=:0",
                        "--to=a:1",
                        "--protocol=tcp",
                        "--buffers=7",
                        "--admin=off",
                        "--access-log=json"))
                .isEqualTo(ExitCode.OK);
        ProgramSettings settings = launched.get(0);
        assertThat(settings.weir().listeners().get(0).protocol()).isEqualTo(Protocol.TCP);
        assertThat(settings.weir().buffers().count()).isEqualTo(7);
        assertThat(settings.admin()).isEmpty();
        assertThat(settings.accessLog()).isEqualTo(AccessLogFormat.JSON);
    }

    @Test
    void proxy_names_the_option_that_is_wrong() throws InterruptedException {
        assertThat(execute("proxy", "--from", "x", "--to", "9000", "--buffers", "0", "--protocol", "htpp"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "--from: weir.listeners.main.bind: x (expected: ",
                        "--to: weir.backends.main.servers.server1.address: 9000 (expected: ",
                        "--buffers: weir.buffers.count: 0 (expected: ",
                        "--protocol: weir.listeners.main.protocol: htpp (expected: tcp or http; did you mean \"http\"?)",
                        "4 problems");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'a command is missing (expected: check, demo, health, help, proxy, reload, run or version)', weir help",
        "prxoy, 'prxoy: no such command (expected: check, demo, health, help, proxy, reload, run or version; did you mean"
                + " \"proxy\"?)', weir help",
        "--hepl, '--hepl: no such option (expected: --help or --version; did you mean \"--help\"?)', weir help",
        "help prxoy, 'prxoy: no such command (expected: check, demo, health, help, proxy, reload, run or version; did you mean"
                + " \"proxy\"?)', weir help",
        "help run demo, demo: one argument too many, weir help",
        "proxy --from :80, 'Missing --to HOST:PORT,...', weir help proxy",
        "run, Missing FILE, weir help run",
        "check, Missing FILE, weir help check",
        "health --admin x, --admin: x (expected: an address such as 127.0.0.1:9901), weir help health",
        "demo --port 70000, --port: 70000 (expected: 0 to 65535), weir help demo",
        "demo --seconds=-1, --seconds: -1 (expected: 0 to 86400), weir help demo"
    })
    void a_wrong_command_line_is_told_in_one_line_and_a_second_says_where_help_is(String line, String said, String help)
            throws InterruptedException {
        assertThat(execute(words(line))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("weir: " + said + "\nHelp: " + help + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_wrong_value_of_an_option_that_is_a_key_says_where_help_is() throws InterruptedException {
        assertThat(execute("proxy", "--from", ":0", "--to", "a", "--buffers", "0"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).endsWith("1 problem\nHelp: weir help proxy\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help help", "help --help", "help version", "-h"})
    void help_lists_the_commands(String line) throws InterruptedException {
        assertThat(execute(words(line))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: weir COMMAND", "Exit codes:", "weir help COMMAND");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "proxy", "check", "health", "reload", "demo"})
    void help_of_a_command_is_what_its_option_shows(String command) throws InterruptedException {
        assertThat(execute("help", command)).isEqualTo(ExitCode.OK);
        String shown = out.toString();
        out.getBuffer().setLength(0);
        assertThat(execute(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(shown).isEqualTo(out.toString()).contains("Usage: weir " + command);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "proxy --help",
                "check --help",
                "health --help",
                "demo --help",
                "demo --port 1 -h"
            })
    void help_has_examples_and_every_exit_code_and_fits_a_terminal(String line) throws InterruptedException {
        assertThat(execute(line.split(" ", -1))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Example", "Exit codes:");
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString()).contains(code.number() + "   " + code.meaning());
        }
        assertThat(out.toString()).contains("143", "130");
        assertThat(out.toString().lines()).allMatch(text -> text.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({
        "proxy --from :80, Missing --to HOST:PORT...",
        "proxy, 'Missing --from ADDRESS and --to HOST:PORT...'",
        "proxy --from, Missing value: --from ADDRESS",
        "proxy --from --to a:1, Missing value: --from ADDRESS",
        "proxy --frm :80 --to a:1, '--frm: no such option (expected: --access-log, --admin, --buffers, --explain-memory, --from, --help,"
                + " --protocol, --to or --version; did you mean \"--from\"?)'",
        "proxy --bufers=3 --from :80 --to a:1, '--bufers: no such option (expected: --access-log, '",
        "proxy --buf 3 --from :80 --to a:1, --buf: no such option",
        "proxy -from :80 --to a:1, -from: no such option",
        "proxy --from :80 --to a:1 -buffers=3, -buffers: no such option",
        "proxy --from :80 --to a:1 --from=:81, --from: given 2 times (expected: once)",
        "demo --storm --storm, --storm: given 2 times (expected: once)",
        "demo --storm=true, --storm=true: too much (expected: --storm)",
        "run, Missing FILE",
        "run a.conf b.conf c.conf, b.conf: one argument too many",
        "run -x a.conf, '-x: no such option (expected: --explain-memory, --help or --version'",
        "proxy a.conf --from :80 --to a:1, a.conf: one argument too many",
        "health now, now: one argument too many",
        "demo --port x, --port: x (expected: 0 to 65535)",
        "demo --port -1, --port: -1 (expected: 0 to 65535)",
        "demo --port=, '--port: \"\" (expected: 0 to 65535)'",
        "Run a.conf, 'Run: no such command (expected: check, demo, health, help, proxy, reload, run or version; did you mean"
                + " \"run\"?)'"
    })
    void what_is_wrong_is_named(String line, String said) throws InterruptedException {
        assertThat(execute(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().replace("PORT,...", "PORT...")).startsWith("weir: " + said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check FILE", "check -- FILE", "check FILE --"})
    void two_dashes_end_the_options(String line) throws IOException, InterruptedException {
        assertThat(execute(line.replace("FILE", file(GOOD)).split(" ", -1))).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-no-such.conf", "--no-such.conf", "--help"})
    void behind_two_dashes_a_file_may_look_like_an_option(String file) throws InterruptedException {
        assertThat(execute("check", "--", file)).isEqualTo(ExitCode.BAD_CONFIGURATION);
        assertThat(err.toString()).startsWith(file + ": there is no such file");
    }

    @Test
    void servers_may_be_given_one_by_one() throws InterruptedException {
        assertThat(execute("proxy", "--to", "a:1,b:2", "--from", ":0", "--to=c:3"))
                .isEqualTo(ExitCode.OK);
        assertThat(launched.get(0).weir().backends().get(0).servers())
                .extracting(ServerSettings::name, server -> server.address().getHostString())
                .containsExactly(tuple("server1", "a"), tuple("server2", "b"), tuple("server3", "c"));
    }

    @Test
    void a_health_check_of_what_is_no_address_is_a_wrong_command_line() throws InterruptedException {
        assertThat(execute("health", "--admin", "127.0.0.1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("weir: --admin: 127.0.0.1 (expected: an address such as 127.0.0.1:9901)\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_check_against_what_is_no_address_or_with_a_token_for_nobody_is_a_wrong_command_line() throws Exception {
        assertThat(execute("check", file(GOOD), "--diff", "here")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("weir: --diff: here (expected: an address such as 127.0.0.1:9901, or the absolute path of a"
                        + " Unix socket)\n");
        assertThat(execute("check", file(GOOD), "--token-file", "token")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("weir: --token-file: without effect (expected: --diff ADDRESS as well)\n");
        assertThat(execute("check", file(GOOD), "--diff", "127.0.0.1:1", "--token-file", "/none/token"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--token-file: /none/token (expected: a readable file with one token");
    }

    @Test
    void a_check_against_nobody_tells_the_rest_and_is_not_ready() throws Exception {
        assertThat(execute("check", "--diff", "127.0.0.1:1", file(GOOD))).isEqualTo(ExitCode.NOT_READY);
        assertThat(out.toString()).contains("weir.conf: ok; ");
        assertThat(err.toString()).contains("weir: 127.0.0.1:1: ");
    }

    @Test
    void a_file_without_a_name_is_a_wrong_command_line() throws InterruptedException {
        assertThat(execute("check", "")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("weir: FILE: \"\" (expected: the path of a file)\n");
    }

    @Test
    void a_value_of_nothing_is_shown_as_that() throws InterruptedException {
        assertThat(execute("proxy", "--from", "", "--to", "a:1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("--from: weir.listeners.main.bind: \"\" (expected: ");
    }

    @Test
    void health_of_nobody_is_not_ready() throws InterruptedException {
        assertThat(execute("health", "--admin", "127.0.0.1:1")).isEqualTo(ExitCode.NOT_READY);
        assertThat(out.toString()).startsWith("127.0.0.1:1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "run --version", "proxy --from :80 -V", "check a.conf -V", "demo -V"})
    void version_tells_the_versions_of_all_that_matters(String line) throws InterruptedException {
        assertThat(execute(line.split(" ", -1))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("weir \\S+\nJava \\S+, Netty 4\\S+\n");
        assertThat(launched).isEmpty();
    }

    @Test
    void help_of_a_command_tells_each_of_its_options() throws InterruptedException {
        assertThat(execute("proxy", "-h")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("Run a proxy of one listener")
                .contains(
                        "Usage: weir proxy --from ADDRESS --to HOST:PORT,... [--protocol http|tcp]",
                        "  --from ADDRESS               Where clients connect: ",
                        "  --access-log text|json|off   How exchanges",
                        "  -h, --help ",
                        "  -V, --version ");
    }

    @Test
    void a_bug_is_reported_as_one() throws IOException, InterruptedException {
        Cli cli = cli((settings, alsoTell) -> {
            throw new IllegalStateException("bug");
        });
        assertThat(cli.execute("run", file(GOOD))).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(err.toString()).contains("weir: a bug", "IllegalStateException: bug");
    }

    private ExitCode execute(String... arguments) throws InterruptedException {
        return cli(this::launch).execute(arguments);
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    private Cli cli(Launcher launcher) {
        return new Cli(
                launcher,
                new AlreadyTold(),
                ServiceNotices.to(Optional.empty()),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private Launch launch(ProgramSettings settings, SessionObserver alsoTell) {
        launched.add(settings);
        return launch;
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("weir.conf"), text).toString();
    }

    /** Whoever waits is told to stop at once. */
    private static final class AlreadyTold implements StopSignal {

        @Override
        public void onHangUp(Runnable reload) {}

        @Override
        public void arm() {}

        @Override
        public String await(Supplier<Duration> grace, IntSupplier sessions) {
            return "SIGTERM";
        }

        @Override
        public boolean await(Duration grace, Duration longest) {
            return true;
        }
    }
}
