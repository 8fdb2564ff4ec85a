package io.weir.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading within limits, and fingerprints of what was read. */
final class ContentReaderTest {

    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private final ContentReader reader = new ContentReader(Watching.LIMITS);
    private Watching files;

    @BeforeEach
    void files() {
        files = new Watching(directory);
    }

    @Test
    void content_is_known_by_its_hash() {
        Reading reading = reader.read(files.write("a", "abc"));
        assertThat(reading.state()).isEqualTo(new FileState.Content(new Fingerprint(SHA_256_OF_ABC)));
        assertThat(reading.bytes()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(reading.detail()).isEmpty();
    }

    @Test
    void a_read_and_a_snapshot_agree_on_every_state() {
        files.write("a", "abc");
        files.write("large", "x".repeat(1_001));
        files.makeDirectory("directory");
        files.link("loop", "loop");
        files.link("dangling", "nowhere");
        for (String name :
                List.of("a", "large", "directory", "loop", "dangling", "missing", "a/below", "missing/below")) {
            Path path = files.path(name);
            assertThat(reader.snapshot(List.of(path)).files())
                    .isEqualTo(Map.of(path, reader.read(path).state()));
        }
    }

    @Test
    void a_file_that_is_too_large_is_told_with_its_size_and_not_read() {
        Reading reading = reader.read(files.write("a", "x".repeat(1_001)));
        assertThat(reading.state()).isEqualTo(Watching.unavailable(Obstacle.TOO_LARGE));
        assertThat(reading.detail()).isEqualTo("1001 bytes");
        assertThat(reading.bytes()).isEmpty();
        assertThat(reader.read(files.write("a", "x".repeat(1_000))).bytes()).hasSize(1_000);
    }

    @Test
    void a_file_without_a_size_is_not_read_beyond_the_limit() {
        Path sizeless = Path.of("/proc/self/smaps");
        assumeTrue(Files.isReadable(sizeless), "there is no such file here");
        Reading reading = reader.read(sizeless);
        assertThat(reading.state()).isEqualTo(Watching.unavailable(Obstacle.TOO_LARGE));
        assertThat(reading.detail()).isEqualTo("more than 1000 bytes");
        assertThat(reading.bytes()).isEmpty();
    }

    @Test
    void a_pipe_and_a_device_are_not_opened() throws IOException, InterruptedException {
        Path pipe = files.path("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(reader.read(pipe).state()).isEqualTo(Watching.unavailable(Obstacle.NOT_A_FILE));
        assertThat(reader.read(Path.of("/dev/zero")).state()).isEqualTo(Watching.unavailable(Obstacle.NOT_A_FILE));
    }

    @Test
    void all_files_together_have_a_limit() {
        String[] names = {"a", "b", "c", "d", "e", "f", "g"};
        for (String name : names) {
            files.write(name, name.repeat(900));
        }
        Map<Path, FileState> states = files.load(names).files();
        assertThat(states.get(files.path("e"))).isInstanceOf(FileState.Content.class);
        assertThat(states)
                .containsEntry(files.path("f"), Watching.unavailable(Obstacle.TOTAL_TOO_LARGE))
                .containsEntry(files.path("g"), Watching.unavailable(Obstacle.TOTAL_TOO_LARGE));
    }

    @Test
    void limits_are_positive_and_in_order() {
        assertThatThrownBy(() -> new ReadLimits(0, 1)).hasMessage("fileBytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new ReadLimits(2, 1)).hasMessage("totalBytes: 1 (expected: >= 2)");
    }

    @Test
    void a_fingerprint_depends_on_paths_and_states_and_not_on_their_order() {
        files.write("a", "one");
        files.write("b", "two");
        Fingerprint both = files.load("a", "b").fingerprint();
        assertThat(files.load("b", "a").fingerprint()).isEqualTo(both);
        assertThat(Set.of(
                        both,
                        files.load("a").fingerprint(),
                        files.load("b").fingerprint(),
                        files.load("a", "b", "c").fingerprint(),
                        files.load("a", "b", ".").fingerprint(),
                        files.load().fingerprint()))
                .hasSize(6);
        files.write("a", "two");
        files.write("b", "one");
        assertThat(files.load("a", "b").fingerprint()).isNotEqualTo(both);
        files.write("a", "one");
        files.write("b", "two");
        assertThat(files.load("a", "b").fingerprint()).isEqualTo(both);
    }

    @Test
    void a_fingerprint_tells_files_of_the_same_content_apart() {
        files.write("a", "one");
        files.write("b", "one");
        assertThat(files.load("a").fingerprint()).isNotEqualTo(files.load("b").fingerprint());
    }

    @Test
    void a_fingerprint_is_64_digits_and_has_a_short_form() {
        Fingerprint hash = new Fingerprint(SHA_256_OF_ABC);
        assertThat(hash).hasToString(SHA_256_OF_ABC);
        assertThat(hash.shortHex()).isEqualTo("ba7816bf8f01");
        assertThatThrownBy(() -> new Fingerprint("BA78"))
                .hasMessage("hex: BA78 (expected: 64 hexadecimal digits in lower case)");
    }

    @Test
    void a_snapshot_keeps_what_it_was_made_of() {
        Map<Path, FileState> states = new HashMap<>(files.load("a").files());
        Snapshot snapshot = new Snapshot(states);
        states.clear();
        assertThat(snapshot.paths()).containsExactly(files.path("a"));
        assertThat(snapshot.differences(Snapshot.EMPTY)).containsExactly(files.path("a"));
        assertThat(Snapshot.EMPTY.differences(snapshot)).containsExactly(files.path("a"));
        assertThat(snapshot.differences(snapshot)).isEmpty();
    }
}
