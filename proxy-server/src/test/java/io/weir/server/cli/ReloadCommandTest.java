package io.weir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.launch.ExitCode;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import io.weir.server.testing.OneAnswer;
import io.weir.testing.wire.HeldPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code weir reload} prints, and how it ends. */
final class ReloadCommandTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String TOKEN = "write-0123456789abcdef";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "TAKEN, OK, 0",
        "UNCHANGED, OK, 0",
        "REJECTED, BAD_CONFIGURATION, 3",
        "NEEDS_RESTART, NEEDS_RESTART, 8",
        "CANNOT_LISTEN, CANNOT_START, 4",
        "STOPPING, NOT_READY, 6",
        "FAILED, UNEXPECTED, 1"
    })
    void each_result_has_its_exit_code_and_is_printed(ReloadResult result, ExitCode code, int number)
            throws IOException, UsageException {
        ReloadOutcome outcome = new ReloadOutcome(
                result, 7, "0123456789ab", List.of("a change", "another"), List.of("a problem"), List.of("a remark"));
        assertThat(answered(result.status(), outcome.json())).isEqualTo(code);
        assertThat(code.number()).isEqualTo(number);
        assertThat(out.toString())
                .isEqualTo(result.word() + ": generation 7 runs, hash 0123456789ab\n  a change\n  another\n");
        assertThat(err.toString()).isEqualTo("warning: a remark\na problem\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | a token is needed: give --token-file, or use the socket (weir.admin.socket)",
                "403 | Writes are off here.",
                "404 | this Weir was started without a file, so there is nothing to reload"
            })
    void a_listener_that_does_not_allow_it_is_another_code_than_one_that_is_not_ready(int status, String sentence)
            throws IOException, UsageException {
        assertThat(answered(status, "{\"refused\":\"writes-off\",\"why\":\"Writes are off here.\"}"))
                .isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(ExitCode.NOT_ALLOWED.number()).isEqualTo(9);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("weir: " + sentence + "\n");
    }

    @Test
    void a_wrong_token_is_told_from_none() throws IOException, UsageException {
        try (OneAnswer admin = OneAnswer.onPort(response(401, "{}"))) {
            assertThat(run("--admin", "127.0.0.1:" + admin.port(), "--token-file", file(TOKEN)))
                    .isEqualTo(ExitCode.NOT_ALLOWED);
            assertThat(err.toString())
                    .isEqualTo("weir: the token is none of this Weir (expected: that of weir.admin.tokens.write)\n");
        }
    }

    @Test
    void another_write_under_way_is_told_in_a_sentence() throws IOException, UsageException {
        assertThat(answered(409, "{\"refused\":\"busy\",\"why\":\"Another write is under way.\"}"))
                .isEqualTo(ExitCode.NOT_READY);
        assertThat(err.toString()).isEqualTo("weir: Another write is under way.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;title\u0007",
                "\u009b31m",
                "{\"why\":\"a\u2028\u001b[2J\"}",
                "{\"why\":\"\\u001b[2J\"}",
                "{\"result\":\"taken\",\"generation\":1,\"hash\":\"\\u001b[2J\",\"changes\":[\"\\u009b2J\"],"
                        + "\"problems\":[\"\\u001b[2J\"],\"warnings\":[\"\\nweir: forged\"]}"
            })
    void no_answer_reaches_the_terminal_but_as_text(String body) throws IOException, UsageException {
        answered(200, body);
        assertThat(out + err.toString())
                .contains("\\u00")
                .doesNotContainPattern("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]|\\nweir: forged");
    }

    @Test
    void a_long_answer_is_cut_off() throws IOException, UsageException {
        answered(200, "a".repeat(100_000));
        assertThat(err.toString()).hasSizeLessThan(1000).endsWith("...\n");
    }

    @Test
    void a_token_is_not_sent_to_a_traffic_port() throws IOException, UsageException {
        OneAnswer backend = OneAnswer.ofStranger(response(200, unchanged()));
        try (backend) {
            String address = "127.0.0.1:" + backend.port();
            assertThat(run("--admin", address, "--token-file", file(TOKEN))).isEqualTo(ExitCode.NOT_READY);
            assertThat(err.toString()).startsWith("weir: " + address + ": not an admin listener of Weir");
        }
        assertThat(backend.requests()).isNotEmpty().doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409 | {\"refused\":\"another write is under way\"}",
                "200 | {\"result\":\"postponed\",\"generation\":1}",
                "200 | {\"result\":\"taken\"}",
                "200 | {\"result\":\"taken\",\"generation\":\"many\",\"hash\":\"a\",\"changes\":[],\"problems\":[],\"warnings\":[]}",
                "200 | {\"result\":[]}",
                "200 | hello",
                "500 | {\"failed\":\"a bug, see the log\"}"
            })
    void an_answer_that_tells_no_result_is_shown_as_it_is(int status, String body) throws IOException, UsageException {
        assertThat(answered(status, body)).isEqualTo(ExitCode.NOT_READY);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("weir: " + status + " " + body + "\n");
    }

    @Test
    void nobody_there_is_not_ready_and_says_where() throws IOException, UsageException {
        try (HeldPort port = HeldPort.take()) {
            String address = "127.0.0.1:" + port.address().getPort();
            assertThat(run("--admin", address)).isEqualTo(ExitCode.NOT_READY);
            assertThat(err.toString()).startsWith("weir: " + address + ": ").hasLineCount(1);
        }
        String socket = directory.resolve("none.sock").toString();
        assertThat(run("--admin", socket)).isEqualTo(ExitCode.NOT_READY);
        assertThat(err.toString()).contains("weir: " + socket + ": ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_listener_that_does_not_answer_in_time_is_not_ready() throws IOException, UsageException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            assertThat(run(Duration.ofMillis(50), "--admin", address)).isEqualTo(ExitCode.NOT_READY);
            assertThat(err.toString()).isEqualTo("weir: " + address + ": no answer within 50ms\n");
        }
    }

    @Test
    void the_token_of_the_file_is_sent_without_the_whitespace_around_it() throws IOException, UsageException {
        String file = file("\n " + TOKEN + " \r\n");
        try (OneAnswer admin = OneAnswer.onPort(response(200, unchanged()))) {
            assertThat(run("--admin", "127.0.0.1:" + admin.port(), "--token-file", file))
                    .isEqualTo(ExitCode.OK);
            assertThat(admin.request())
                    .startsWith("POST /reload HTTP/1.1\r\n")
                    .contains("\r\nAuthorization: Bearer " + TOKEN + "\r\n");
        }
    }

    @Test
    void on_a_unix_socket_no_token_is_needed() throws IOException, UsageException {
        Path socket = directory.resolve("admin.sock");
        try (OneAnswer admin = OneAnswer.onSocket(socket, response(200, unchanged()))) {
            assertThat(run("--admin", socket.toString())).isEqualTo(ExitCode.OK);
            assertThat(admin.request()).startsWith("POST /reload ").doesNotContain("Authorization");
        }
        assertThat(out.toString()).isEqualTo("unchanged: generation 1 runs, hash 0123456789ab\n");
    }

    @Test
    void a_token_file_that_cannot_be_read_is_a_wrong_command_line() {
        for (String file : List.of(directory.resolve("none").toString(), directory.toString(), "a\0b")) {
            assertThatThrownBy(() -> run("--token-file", file))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("--token-file: " + file + " (expected: a readable file with one token");
        }
    }

    // A line break within it would begin another field of the request.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "two-tokens-in-the-file\nwrite-0123456789abcdef",
                "a-line\r\nX-Forwarded-For: 127.0.0.1",
                "a token with blanks in it",
                "ein-größeres-geheimnis"
            })
    void a_file_that_holds_no_token_is_a_wrong_command_line_and_nobody_is_asked(String text) throws IOException {
        String file = file(text);
        assertThatThrownBy(() -> run("--admin", "127.0.0.1:1", "--token-file", file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--token-file: " + file + " (expected: a readable file with one token")
                .message()
                .satisfies(said ->
                        assertThat(text.isEmpty() || !said.contains(text)).isTrue());
    }

    @Test
    void a_device_without_an_end_is_read_to_a_bound() {
        assertThatThrownBy(() -> run("--token-file", "/dev/zero")).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:99999", "admin.sock", "off", ""})
    void an_address_that_is_none_is_a_wrong_command_line(String address) {
        assertThatThrownBy(() -> run("--admin", address))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--admin: " + address + " (expected: an address such as ");
    }

    private ExitCode answered(int status, String body) throws IOException, UsageException {
        try (OneAnswer admin = OneAnswer.onPort(response(status, body + "\n"))) {
            return run("--admin", "127.0.0.1:" + admin.port());
        }
    }

    private static String unchanged() {
        return new ReloadOutcome(ReloadResult.UNCHANGED, 1, "0123456789ab", List.of(), List.of(), List.of()).json();
    }

    private static String response(int status, String body) {
        return "HTTP/1.1 " + status + " Reason\r\ncontent-type: application/json\r\n\r\n" + body;
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("token"), text).toString();
    }

    private ExitCode run(String... arguments) throws UsageException {
        return run(LONG, arguments);
    }

    private ExitCode run(Duration longest, String... arguments) throws UsageException {
        ReloadCommand command = new ReloadCommand(longest);
        return command.run(
                command.usage().parse(new ArrayList<>(List.of(arguments))),
                new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }
}
