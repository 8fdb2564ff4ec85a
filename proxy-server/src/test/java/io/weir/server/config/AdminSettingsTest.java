package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.server.access.Role;
import io.weir.server.access.TokenFile;
import io.weir.server.access.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, socket and open pages of the admin listener, as they are configured. */
final class AdminSettingsTest {

    private static final String TOKEN = "0123456789abcdef-token";

    @TempDir
    private Path directory;

    @Test
    void a_token_is_the_text_of_a_file_without_the_whitespace_around_it() throws IOException {
        Tokens tokens = Loading.settings(
                        directory,
                        key("write", file("write", "\n " + TOKEN + "\r\n"))
                                + key("read", file("read", TOKEN + "-read")))
                .adminSettings()
                .tokens();
        assertThat(tokens.roleOf(TOKEN)).contains(Role.WRITE);
        assertThat(tokens.roleOf(TOKEN + "-read")).contains(Role.READ);
    }

    @Test
    void a_file_without_a_token_is_a_problem_that_says_why_and_not_what_is_in_it() throws IOException {
        for (Map.Entry<String, String> text : Map.of(
                        "",
                        "0 characters",
                        "  \n ",
                        "0 characters",
                        "too-short",
                        "9 characters",
                        "a".repeat(513),
                        "513 characters",
                        TOKEN + " " + TOKEN,
                        "a character that is not visible ASCII",
                        TOKEN + "\n" + TOKEN,
                        "a character that is not visible ASCII",
                        TOKEN + "\u00e6",
                        "a character that is not visible ASCII")
                .entrySet()) {
            Path file = file("token", text.getKey());
            assertThat(Loading.problems(directory, Loading.MINIMUM + key("write", file)))
                    .containsExactly("weir.conf:2: weir.admin.tokens.write: token holds no token: " + text.getValue()
                            + " (expected: " + TokenFile.EXPECTED + ")");
        }
    }

    @Test
    void a_file_that_cannot_be_read_is_a_problem() throws IOException {
        assertThat(Loading.problems(directory, Loading.MINIMUM + key("read", directory.resolve("missing"))))
                .containsExactly("weir.conf:2: weir.admin.tokens.read: there is no missing (expected: "
                        + TokenFile.EXPECTED + ")");
        Path block = Files.createDirectory(directory.resolve("block"));
        assertThat(Loading.problems(directory, Loading.MINIMUM + key("read", block)))
                .containsExactly("weir.conf:2: weir.admin.tokens.read: block is no regular file (expected: "
                        + TokenFile.EXPECTED + ")");
        Path denied = file("denied", TOKEN);
        Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("-w-------"));
        assumeTrue(!Files.isReadable(denied), "this user may read every file");
        assertThat(Loading.problems(directory, Loading.MINIMUM + key("read", denied)))
                .containsExactly(
                        "weir.conf:2: weir.admin.tokens.read: this user may not read denied (permission denied)"
                                + " (expected: " + TokenFile.EXPECTED + ")");
    }

    // The most likely slip is the token in the place of its file: it must not get into a log.
    @Test
    void a_token_in_the_place_of_its_file_is_refused_and_not_told() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.admin.tokens.write = " + TOKEN))
                .singleElement()
                .asString()
                .startsWith(
                        "weir.conf:2: weir.admin.tokens.write: no absolute path (not shown, since it may be the token)")
                .doesNotContain(TOKEN);
    }

    @Test
    void a_file_that_every_user_may_read_is_a_warning() throws IOException {
        Path file = file("token", TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Loading.warnings(directory, Loading.MINIMUM + "\n" + key("write", file)))
                .containsExactly("weir.conf:3: weir.admin.tokens.write: token can be read by every user of this machine"
                        + " (expected: a file that only the user of Weir may read: chmod 600 token)");
    }

    @Test
    void one_token_for_reading_and_writing_is_a_problem() throws IOException {
        Path one = file("one", TOKEN);
        Path other = file("other", TOKEN + "\n");
        assertThat(Loading.problems(directory, Loading.MINIMUM + key("read", one) + key("write", other)))
                .containsExactly("weir.conf:3: weir.admin.tokens.write: other"
                        + " (expected: a file with another token than that of weir.admin.tokens.read)");
    }

    @Test
    void pages_stay_open_to_probes_and_prometheus_unless_told_otherwise() throws IOException {
        String read = key("read", file("read", TOKEN));
        assertThat(Loading.settings(directory, read).adminSettings().open())
                .containsExactlyInAnyOrder(AdminSettings.Open.HEALTH, AdminSettings.Open.METRICS);
        assertThat(Loading.settings(directory, read + "weir.admin.open = [health]")
                        .adminSettings()
                        .open())
                .containsExactly(AdminSettings.Open.HEALTH);
        assertThat(Loading.settings(directory, read + "weir.admin.open = none")
                        .adminSettings()
                        .open())
                .isEmpty();
    }

    @Test
    void an_unknown_open_page_is_told_with_the_nearest_one() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.admin.open = [ health, metrcs ]"))
                .containsExactly(
                        "weir.conf:2: weir.admin.open: metrcs (expected: health or metrics; did you mean \"metrics\"?)");
    }

    @Test
    void open_pages_without_a_token_for_reading_are_a_warning() {
        assertThat(Loading.warnings(directory, Loading.MINIMUM + "weir.admin.open = [ health ]"))
                .containsExactly("weir.conf:2: weir.admin.open: without effect"
                        + " (expected: weir.admin.tokens.read as well, without which every page is open)");
    }

    @Test
    void tokens_and_the_socket_can_come_from_the_environment() throws IOException {
        Path file = file("token", TOKEN);
        LoadResult result = SettingsLoader.load(
                List.of(
                        new Setting("weir.listeners.a.bind", ":0", "--from"),
                        new Setting("weir.listeners.a.backend", "b", "--to"),
                        new Setting("weir.backends.b.servers.one.address", "127.0.0.1:1", "--to")),
                Map.of("WEIR_ADMIN_TOKENS_WRITE", file.toString(), "WEIR_ADMIN_SOCKET", "/run/weir/admin.sock"));
        AdminSettings admin = ((LoadResult.Accepted) result).settings().adminSettings();
        assertThat(admin.tokens().roleOf(TOKEN)).contains(Role.WRITE);
        assertThat(admin.socket()).contains(Path.of("/run/weir/admin.sock"));
    }

    private static String key(String role, Path file) {
        return "weir.admin.tokens." + role + " = \"" + file + "\"\n";
    }

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
