package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.Refusal;
import io.weir.WeirReloadException;
import io.weir.server.access.Tokens;
import io.weir.server.admin.LoggedLines;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import io.weir.server.config.Sources;
import io.weir.server.watch.FileState;
import io.weir.server.watch.Obstacle;
import io.weir.server.watch.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of changed files, with a program that only notes what it is told. */
final class ReloaderTest {

    private static final String MINIMUM = """
            weir {
              listeners.web { bind = "127.0.0.1:8080", backend = shop }
              backends.shop.servers.one.address = "127.0.0.1:9000"
            }
            """;

    @TempDir
    private Path directory;

    private final NotingTarget program = new NotingTarget();
    private LoadResult.Accepted loaded;
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        write(MINIMUM);
        loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        program.started = loaded.settings().weir();
        reloader = new Reloader(file(), loaded, program, new AmpleStart());
    }

    @Test
    void a_changed_file_is_taken_over_and_told_in_words() throws IOException {
        write(MINIMUM + "weir.backends.shop.servers.two.address = \"127.0.0.1:9001\"\nweir.timeouts.connect = 3s\n");
        ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(outcome.generation()).isEqualTo(2);
        assertThat(outcome.changes())
                .contains("backend shop: server two added")
                .anyMatch(line -> line.contains("connect"));
        assertThat(program.taken).hasSize(1);
        assertThat(program.taken.get(0).weir().backends().get(0).servers()).hasSize(2);
        assertThat(program.told).containsExactly(outcome);
    }

    @Test
    void a_file_that_says_what_runs_changes_nothing_in_whatever_words() throws IOException {
        String before = reloader.reload(Trigger.SIGNAL).hash();
        write(MINIMUM + "# a comment\nweir { timeouts {} }\n");
        ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(outcome.hash()).isNotEqualTo(before);
        assertThat(reloader.reload(Trigger.SIGNAL)).isEqualTo(outcome);
        assertThat(program.taken).isEmpty();
    }

    @Test
    void files_that_say_what_runs_are_not_parsed_again() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        Reloader counted = new Reloader(
                heap -> {
                    loads.incrementAndGet();
                    return SettingsLoader.load(file());
                },
                loaded,
                program,
                new AmpleStart());
        assertThat(counted.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(loads).hasValue(0);
        assertThat(counted.lookedAt()).isEqualTo(loaded.sources().snapshot());
        Files.delete(file());
        assertThat(counted.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.REJECTED);
        write(MINIMUM);
        assertThat(counted.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(loads).hasValue(1);
        assertThat(counted.lookedAt()).isEqualTo(loaded.sources().snapshot());
    }

    @Test
    void a_broken_a_missing_and_a_too_large_file_leave_what_runs_and_say_why() throws IOException {
        write(MINIMUM + "weir.bufers.count = 3\n");
        ReloadOutcome broken = reloader.reload(Trigger.WATCH);
        assertThat(broken.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(broken.problems())
                .singleElement()
                .asString()
                .contains("weir.conf:5")
                .contains("did you mean");
        Files.delete(file());
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.REJECTED);
        write("#".repeat((1 << 20) + 1));
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(program.taken).isEmpty();
        write(MINIMUM);
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.UNCHANGED);
    }

    @Test
    void what_the_program_was_started_with_needs_a_restart() throws IOException {
        write(MINIMUM + "weir.admin.bind = \"127.0.0.1:9909\"\nweir.access-log.format = off\n");
        ReloadOutcome outcome = reloader.reload(Trigger.ADMIN);
        assertThat(outcome.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(outcome.problems())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("weir.admin.bind: "))
                .anyMatch(line -> line.startsWith("weir.access-log.format: "));
        assertThat(program.taken).isEmpty();
    }

    @Test
    void a_secret_of_a_broken_file_is_in_no_line_of_the_log_and_not_in_the_outcome() throws IOException {
        write(MINIMUM + AUTHORIZATION.formatted("\"Bearer s3cr3t\\u0000\""));
        try (LoggedLines log = LoggedLines.of(Reloader.class)) {
            ReloadOutcome outcome = reloader.reload(Trigger.WATCH);
            assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
            assertThat(outcome.json()).contains("Authorization: (hidden) ").doesNotContain("s3cr3t");
            assertThat(log.lines().toString()).contains("(hidden)").doesNotContain("s3cr3t");
        }
    }

    @Test
    void a_preview_tells_what_a_reload_would_and_changes_and_logs_nothing() {
        try (LoggedLines log = LoggedLines.of(Reloader.class)) {
            ReloadOutcome outcome = preview("weir.backends.shop.servers.two.address = \"127.0.0.1:9001\"");
            assertThat(outcome)
                    .isEqualTo(new ReloadOutcome(
                            ReloadResult.TAKEN,
                            1,
                            hash(loaded),
                            List.of("backend shop: server two added"),
                            List.of(),
                            List.of()));
            assertThat(log.lines()).isEmpty();
        }
        assertThat(program.taken).isEmpty();
        assertThat(program.told).isEmpty();
        assertThat(preview("# nothing else").result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(reloader.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.UNCHANGED);
    }

    @Test
    void a_preview_of_what_needs_a_restart_has_the_keys_and_the_changes() {
        program.refusal =
                Optional.of(Refusal.of(WeirReloadException.Cause.NEEDS_RESTART, "buffers.count: 9 (running: 8)"));
        ReloadOutcome outcome = preview("weir.buffers.count = 9");
        assertThat(outcome.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(outcome.problems()).containsExactly("weir.buffers.count: 9 (running: 8)");
        assertThat(outcome.changes()).containsExactly("buffers.count 1024 -> 9");
    }

    @Test
    void a_preview_of_a_rejected_configuration_and_of_a_stopping_program_says_so() {
        ReloadOutcome rejected = preview("weir.bufers.count = 9");
        assertThat(rejected.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(rejected.problems()).singleElement().asString().contains("weir.bufers: unknown key");
        program.refusal = Optional.of(Refusal.of(WeirReloadException.Cause.STOPPING, "Weir stops"));
        assertThat(preview("weir.timeouts.connect = 3s").result()).isEqualTo(ReloadResult.STOPPING);
    }

    @Test
    void only_a_caller_that_may_write_is_told_whether_a_secret_would_change() throws IOException {
        write(MINIMUM + AUTHORIZATION.formatted("right"));
        assertThat(reloader.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.TAKEN);
        for (String guess : List.of("right", "wrong")) {
            ReloadOutcome read = reloader.preview(heap -> loading(AUTHORIZATION.formatted(guess)), Asker.MAY_READ);
            assertThat(read.result()).isEqualTo(ReloadResult.UNCHANGED);
            assertThat(read.warnings()).singleElement().asString().startsWith("secrets were not compared");
        }
        assertThat(preview(AUTHORIZATION.formatted("right")).result()).isEqualTo(ReloadResult.UNCHANGED);
        ReloadOutcome write = preview(AUTHORIZATION.formatted("wrong"));
        assertThat(write.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(write.changes())
                .containsExactly("listener api: routes[0].request-headers.set.Authorization (hidden) changed");
    }

    private static final String AUTHORIZATION =
            "weir.listeners.api { bind = \"127.0.0.1:8081\", routes = [ { backend = shop, request-headers.set { Authorization = %s } } ] }";

    private ReloadOutcome preview(String more) {
        return reloader.preview(heap -> loading(more), Asker.MAY_WRITE);
    }

    // As another file than the one that runs.
    private LoadResult loading(String more) {
        try {
            return SettingsLoader.load(Files.writeString(directory.resolve("next.conf"), MINIMUM + more + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_bug_and_a_full_heap_leave_what_runs_and_the_next_reload_tries_again() throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 3s\n");
        program.fault = Optional.of(new OutOfMemoryError("heap"));
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.FAILED);
        program.fault = Optional.of(new IllegalStateException("bug"));
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.FAILED);
        program.fault = Optional.empty();
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
    }

    @Test
    void settings_that_the_program_cannot_use_are_a_failure_and_no_restart_helps() throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 3s\n");
        program.fault = Optional.of(new IllegalArgumentException("a bug in what the loader accepts"));
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.FAILED);
    }

    @Test
    void what_is_automatic_stays_as_it_was_worked_out_at_the_start() throws IOException {
        program.started = loaded.settings()
                .weir()
                .withLimits(loaded.settings().weir().limits().withConnections(123));
        write(MINIMUM + "weir.timeouts.connect = 3s\n");
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(program.taken.get(0).weir().limits().connections()).isEqualTo(123);
        write(MINIMUM + "weir.limits.connections = 100\n");
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(program.taken.get(1).weir().limits().connections()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "NEEDS_RESTART, NEEDS_RESTART, weir.limits.exchanges: 5",
        "CANNOT_LISTEN, CANNOT_LISTEN, limits.exchanges: 5",
        "STOPPING, STOPPING, limits.exchanges: 5"
    })
    void a_refusal_of_the_engine_leaves_what_runs_and_the_same_file_is_tried_again(
            WeirReloadException.Cause cause, ReloadResult result, String problem) throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 3s\n");
        program.fault = Optional.of(Refusal.of(cause, "limits.exchanges: 5"));
        ReloadOutcome refused = reloader.reload(Trigger.ADMIN);
        assertThat(refused)
                .isEqualTo(new ReloadOutcome(result, 1, hash(loaded), List.of(), List.of(problem), List.of()));
        program.fault = Optional.empty();
        ReloadOutcome taken = reloader.reload(Trigger.ADMIN);
        assertThat(taken.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(taken.hash()).isEqualTo(hash(SettingsLoader.load(file()))).isNotEqualTo(hash(loaded));
        assertThat(program.told).containsExactly(refused, taken);
    }

    @Test
    void a_difference_that_cannot_be_told_leaves_what_runs() throws IOException {
        AdminSettings untold = new AdminSettings(List.of(), Optional.empty(), Tokens.NONE, Set.of(), null);
        ProgramSettings given = loaded.settings();
        ProgramSettings next = new ProgramSettings(
                given.weir(),
                given.admin(),
                untold,
                given.accessLog(),
                given.watch(),
                given.memory(),
                given.automatic(),
                given.size());
        LoadResult other = new LoadResult.Accepted(next, List.of(), new Sources(List.of(), List.of(), Snapshot.EMPTY));
        write(MINIMUM + "# another\n");
        ReloadOutcome outcome = new Reloader(heap -> other, loaded, program, new AmpleStart()).reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.FAILED);
        assertThat(program.taken).isEmpty();
    }

    @Test
    void a_load_that_fails_by_a_bug_or_a_full_heap_leaves_what_runs() throws IOException {
        write(MINIMUM + "# another\n");
        for (Throwable fault : List.of(new IllegalStateException("bug"), new OutOfMemoryError("heap"))) {
            Reloader failing = new Reloader(heap -> NotingTarget.thrown(fault), loaded, program, new AmpleStart());
            ReloadOutcome outcome = failing.reload(Trigger.WATCH);
            assertThat(outcome.result()).isEqualTo(ReloadResult.FAILED);
            assertThat(outcome.hash()).isEqualTo(hash(loaded));
            assertThat(outcome.problems()).containsExactly(fault.toString());
            assertThat(failing.lookedAt()).isEqualTo(loaded.sources().snapshot());
        }
        assertThat(program.told).hasSize(2);
    }

    @Test
    void a_directory_in_the_place_of_the_file_is_rejected_and_looked_at() throws IOException {
        Files.delete(file());
        Files.createDirectory(file());
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(reloader.lookedAt().files())
                .containsExactly(Map.entry(file(), new FileState.Unavailable(Obstacle.NOT_A_FILE)));
    }

    @Test
    void a_changed_memory_is_told_in_bytes() throws IOException {
        write(MINIMUM + "weir.memory = 512MiB\n");
        ReloadOutcome outcome = reloader.reload(Trigger.ADMIN);
        assertThat(outcome.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(outcome.problems()).containsExactly("weir.memory: 536870912 (running: auto)");
    }

    @Test
    void changes_are_one_line_of_the_log_and_no_text_of_a_file_ends_it() throws IOException {
        write(MINIMUM + "weir.admin.hosts = [\"a\\nevent=forged\\u2028event=forged\\u0085event=\\\"forged\"]\n");
        try (LoggedLines log = LoggedLines.of(Reloader.class)) {
            reloader.reload(Trigger.SIGNAL);
            assertThat(log.lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContainPattern("[\\n\\r\\u0085\\u2028\\u2029]")
                            .doesNotContain("=\\\"forged"));
        }
    }

    @Test
    void the_log_names_the_first_changes_and_counts_the_others() throws IOException {
        StringBuilder text = new StringBuilder(MINIMUM);
        for (int i = 0; i < 25; i++) {
            text.append("weir.backends.shop.servers.s").append(i).append(".address = \"127.0.0.1:1\"\n");
        }
        write(text.toString());
        try (LoggedLines log = LoggedLines.of(Reloader.class)) {
            ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
            assertThat(outcome.changes()).hasSize(25);
            assertThat(log.last())
                    .startsWith("INFO event=reload result=taken trigger=signal generation=2 hash=" + outcome.hash()
                            + " changes=\"backend shop: server s0 added; ")
                    .endsWith("; and 5 more\"");
        }
    }

    @Test
    void a_reload_during_a_drain_is_one_line_of_the_log_and_no_error() throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 3s\n");
        program.fault = Optional.of(Refusal.of(WeirReloadException.Cause.STOPPING, "Weir stops"));
        try (LoggedLines log = LoggedLines.of(Reloader.class)) {
            reloader.reload(Trigger.SIGNAL);
            assertThat(log.lines())
                    .containsExactly(
                            "INFO event=reload result=stopping trigger=signal generation=1 hash=" + hash(loaded));
        }
    }

    // Too long to be asked for in the network.
    @Test
    void a_server_whose_name_nothing_resolves_is_taken_over_with_a_warning() throws IOException {
        String name = "a.".repeat(140) + "test";
        write(MINIMUM + "weir.backends.shop.servers.two.address = \"" + name + ":1\"\n");
        ReloadOutcome outcome = reloader.reload(Trigger.ADMIN);
        assertThat(outcome.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(outcome.warnings())
                .singleElement()
                .asString()
                .startsWith("weir.backends.shop.servers.two.address: " + name + ": unknown here ");
        assertThat(reloader.reload(Trigger.ADMIN).warnings()).isEmpty();
    }

    @Test
    void a_server_that_is_a_listener_is_taken_over_with_a_warning() throws IOException {
        write(MINIMUM + "weir.backends.shop.servers.two.address = \"localhost:8080\"\n");
        ReloadOutcome outcome = reloader.reload(Trigger.ADMIN);
        assertThat(outcome.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(outcome.warnings())
                .singleElement()
                .asString()
                .contains("weir.backends.shop.servers.two.address: weir.listeners.web, a listener of this Weir");
    }

    private static String hash(LoadResult of) {
        return of.sources().snapshot().fingerprint().shortHex();
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
