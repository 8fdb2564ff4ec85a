package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private final Noting program = new Noting();
    private LoadResult.Accepted loaded;
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        write(MINIMUM);
        loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        program.started = loaded.settings().weir();
        reloader = new Reloader(file(), loaded, program);
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
    void a_file_that_says_what_runs_changes_nothing() throws IOException {
        write(MINIMUM + "# other words\n");
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(program.taken).hasSize(1);
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

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    /** A program that takes everything, unless told to fail. */
    private static final class Noting implements Target {

        WeirSettings started;
        Optional<Throwable> fault = Optional.empty();
        final List<ProgramSettings> taken = new ArrayList<>();
        final List<ReloadOutcome> told = new ArrayList<>();

        @Override
        public WeirSettings started() {
            return started;
        }

        @Override
        public long generation() {
            return 1L + taken.size();
        }

        @Override
        public long take(ProgramSettings settings) {
            if (fault.isPresent() && fault.get() instanceof Error error) {
                throw error;
            }
            if (fault.isPresent() && fault.get() instanceof RuntimeException bug) {
                throw bug;
            }
            taken.add(settings);
            return generation();
        }

        @Override
        public void runs(String hash) {}

        @Override
        public void tell(ReloadOutcome outcome) {
            told.add(outcome);
        }
    }
}
