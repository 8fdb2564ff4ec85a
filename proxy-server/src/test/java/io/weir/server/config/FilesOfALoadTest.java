package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.watch.ContentReader;
import io.weir.server.watch.FileState;
import io.weir.server.watch.Obstacle;
import io.weir.server.watch.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snapshot of a load: every file that was looked for, in the state in which a watch finds it. */
final class FilesOfALoadTest {

    @TempDir
    private Path directory;

    @Test
    void a_load_names_every_file_that_it_looked_for() throws IOException {
        write("a.conf", "include \"?sub/optional.conf\"");
        Snapshot files = load("include \"a.conf\"\ninclude \"?local.conf\"");
        assertThat(files.paths())
                .containsExactlyInAnyOrder(
                        path("weir.conf"), path("a.conf"), path("sub/optional.conf"), path("local.conf"));
        assertThat(files).isEqualTo(found(files));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing.conf",
                "directory",
                "loop.conf",
                "dangling.conf",
                "large.conf",
                "broken.conf",
                "file.conf/below",
                "weir.conf"
            })
    void a_file_that_makes_a_load_fail_is_among_its_files_in_the_state_that_a_watch_finds(String name)
            throws IOException {
        write("file.conf", "");
        write("broken.conf", "weir {");
        write("large.conf", "#".repeat(Bounds.FILE_BYTES + 1));
        Files.createDirectory(path("directory"));
        Files.createSymbolicLink(path("loop.conf"), Path.of("loop.conf"));
        Files.createSymbolicLink(path("dangling.conf"), Path.of("nowhere"));
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"" + name + "\""))
                .singleElement()
                .asString()
                .contains(name);
        Snapshot files = load("include \"" + name + "\"");
        assertThat(files.paths()).contains(path(name), path("weir.conf"));
        assertThat(files).isEqualTo(found(files));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "missing.conf", "loop.conf", "large.conf"})
    void so_is_the_file_that_was_named(String name) throws IOException {
        write("large.conf", "#".repeat(Bounds.FILE_BYTES + 1));
        Files.createDirectory(path("directory"));
        Files.createSymbolicLink(path("loop.conf"), Path.of("loop.conf"));
        LoadResult result = SettingsLoader.load(path(name), Map.of());
        assertThat(result).isInstanceOf(LoadResult.Rejected.class);
        Snapshot files = result.sources().snapshot();
        assertThat(files.paths()).containsExactly(path(name));
        assertThat(files).isEqualTo(found(files));
    }

    @Test
    void files_beyond_the_total_are_in_the_state_that_a_watch_finds() throws IOException {
        for (String name : List.of("a.conf", "b.conf", "c.conf")) {
            write(name, "#".repeat(400));
        }
        write("weir.conf", "include \"c.conf\"\ninclude \"b.conf\"\ninclude \"a.conf\"\n");
        LoadResult result = SettingsLoader.load(path("weir.conf"), Map.of(), new Bounds(500, 20_000));
        Snapshot files = result.sources().snapshot();
        assertThat(result).isInstanceOf(LoadResult.Rejected.class);
        assertThat(files.paths()).hasSize(4);
        assertThat(files).isEqualTo(found(files));
    }

    @Test
    void the_named_file_may_be_a_pipe_which_no_watch_reads() {
        LoadResult result = SettingsLoader.load(Path.of("/dev/null"), Map.of());
        assertThat(result.sources().read()).containsExactly("/dev/null");
        assertThat(result.sources().snapshot().files())
                .containsEntry(Path.of("/dev/null"), new FileState.Unavailable(Obstacle.NOT_A_FILE));
    }

    @Test
    void a_file_that_is_read_twice_with_two_contents_is_in_no_state_that_a_watch_finds() throws IOException {
        Problems problems = new Problems();
        ConfigFiles files = new ConfigFiles(problems, new Bounds(1_000, 1_000));
        files.read(write("a.conf", "x = 1"));
        files.read(write("a.conf", "x = 1"));
        assertThat(files.sources().snapshot()).isEqualTo(found(files.sources().snapshot()));
        files.read(write("a.conf", "x = 2"));
        files.read(write("a.conf", "x = 2"));
        assertThat(files.sources().snapshot().files())
                .containsEntry(path("a.conf"), new FileState.Unavailable(Obstacle.CHANGED));
    }

    @Test
    void only_so_many_files_are_opened_whatever_becomes_of_them() throws IOException {
        write("large.conf", "#".repeat(600));
        write("weir.conf", "include \"large.conf\"\n".repeat(Bounds.FILES + 50));
        LoadResult.Rejected result =
                (LoadResult.Rejected) SettingsLoader.load(path("weir.conf"), Map.of(), new Bounds(5_000, 20_000));
        assertThat(result.problems())
                .filteredOn(problem -> problem.found().equals("too many files"))
                .hasSize(51);
    }

    @Test
    void the_fingerprint_of_a_load_changes_with_any_of_its_files() throws IOException {
        write("a.conf", "vars.x = 1");
        String text = "include \"a.conf\"";
        Snapshot before = load(text);
        assertThat(load(text).fingerprint()).isEqualTo(before.fingerprint());
        write("a.conf", "vars.x = 2");
        assertThat(load(text).fingerprint()).isNotEqualTo(before.fingerprint());
    }

    private Snapshot load(String text) {
        return Loading.load(directory, Loading.MINIMUM + text).sources().snapshot();
    }

    private static Snapshot found(Snapshot files) {
        return new ContentReader(SettingsLoader.READ_LIMITS).snapshot(files.paths());
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(path(name), text);
    }
}
