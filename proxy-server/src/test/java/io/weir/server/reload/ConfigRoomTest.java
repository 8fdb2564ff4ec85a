package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reloads stay within the heap that was set aside for configurations. */
final class ConfigRoomTest {

    private static final long KIB = 1024;

    @TempDir
    private Path directory;

    private final NotingTarget program = new NotingTarget();
    private LoadResult.Accepted loaded;

    @BeforeEach
    void load() throws IOException {
        write(configuration("one", 0));
        loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        program.started = loaded.settings().weir();
    }

    @Test
    void a_configuration_that_exceeds_the_heap_set_aside_needs_a_restart_and_a_smaller_one_is_taken()
            throws IOException {
        Reloader reloader = reloader(2304 * KIB, List.of());
        // The file has room to be read, and its servers have not.
        write(configuration("one", 300));
        ReloadOutcome large = reloader.reload(Trigger.SIGNAL);
        assertThat(large.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(large.problems())
                .singleElement()
                .asString()
                .startsWith("heap: ")
                .contains("(running: 2.3 MiB set aside for configurations)");
        write(configuration("one", 100));
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
    }

    @Test
    void a_file_is_read_within_what_the_running_configuration_leaves() throws IOException {
        Reloader reloader = reloader(512 * KIB, List.of());
        write(configuration("one", 0) + "# nothing but words\n".repeat(10_000));
        ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .contains("too large")
                .endsWith("for the heap that was set aside at start)");
    }

    @Test
    void the_oldest_configurations_give_way_to_one_that_has_no_room_beside_all() throws IOException {
        Reloader reloader = reloader(1650 * KIB, List.of());
        take(reloader, "two");
        assertThat(generations()).isEqualTo(2);
        take(reloader, "three");
        assertThat(generations()).as("but for the first").isEqualTo(2);
        program.oldest = 2;
        take(reloader, "four");
        assertThat(generations()).isEqualTo(2);
    }

    @Test
    void as_many_configurations_stay_in_use_as_have_room() throws IOException {
        Reloader reloader = reloader(4096 * KIB, List.of());
        take(reloader, "two");
        take(reloader, "three");
        take(reloader, "four");
        assertThat(generations()).isEqualTo(4);
        program.oldest = 4;
        take(reloader, "five");
        assertThat(generations()).as("those before are over").isEqualTo(2);
    }

    private void take(Reloader reloader, String backend) throws IOException {
        write(configuration(backend, 60));
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
    }

    private int generations() {
        return program.inUse;
    }

    @Test
    void no_restart_is_asked_for_with_a_configuration_that_could_not_start() throws IOException {
        Reloader reloader = reloader(2304 * KIB, List.of("too much"));
        write(configuration("one", 300));
        assertThat(reloader.reload(Trigger.SIGNAL).problems()).containsExactly("too much");
        write(configuration("one", 0) + "weir.memory = 1GiB\n");
        ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.problems()).containsExactly("too much");
    }

    private Reloader reloader(long heapBytes, List<String> whyNoStart) {
        return new Reloader(file(), loaded, program, new AmpleStart(heapBytes, whyNoStart));
    }

    private static String configuration(String backend, int servers) {
        String more = IntStream.range(0, servers)
                .mapToObj(i -> "s" + i + ".address = \"127.0.0.1:1\"")
                .collect(Collectors.joining("\n"));
        return """
                weir {
                  listeners.web { bind = "127.0.0.1:8080", backend = %s }
                  backends.%s.servers { one.address = "127.0.0.1:9000"
                  %s
                  }
                }
                """.formatted(backend, backend, more);
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
