package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatedMemoryTest {

    private static final OptionalLong TOLD = OptionalLong.of(300L << 20);

    @TempDir
    private Path directory;

    private final List<Optional<Path>> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "268435456, 268435456",
        "262144k, 268435456",
        "262144KiB, 268435456",
        "256m, 268435456",
        "256M, 268435456",
        "256Mi, 268435456",
        "256MiB, 268435456",
        "2g, 2147483648",
        "2GiB, 2147483648"
    })
    void a_common_size_in_the_environment_is_read_without_asking_the_program(String size, long bytes) {
        assertThat(stated(Map.of("WEIR_MEMORY", size), "proxy")).hasValue(bytes);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"256MB", "1.5g", " 256m", "256 MiB", "auto", "much", "256mi"})
    void any_other_spelling_is_for_the_program_to_read(String size) {
        assertThat(stated(Map.of("WEIR_MEMORY", size), "proxy")).isEqualTo(TOLD);
        assertThat(asked).containsExactly(Optional.empty());
    }

    @Test
    void the_file_may_stand_before_and_behind_options() throws IOException {
        String file = file("weir.memory = 300MiB").toString();
        for (String[] line : new String[][] {
            {"check", file, "--diff", "127.0.0.1:9901", "--token-file", "token"},
            {"check", "--diff", "127.0.0.1:9901", "--token-file", "token", file},
            {"check", "--diff=127.0.0.1:9901", file},
            {"check", "--", file}
        }) {
            stated(Map.of(), line);
            assertThat(asked).last().isEqualTo(Optional.of(Path.of(file)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void a_file_that_may_state_memory_is_for_the_program_to_read(String command) throws IOException {
        for (String text : List.of("weir.memory = 1g", "include \"other.conf\"", "#\n".repeat(1 << 20))) {
            Path file = file(text);
            asked.clear();
            assertThat(stated(Map.of(), command, file.toString())).isEqualTo(TOLD);
            assertThat(asked).containsExactly(Optional.of(file));
        }
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        assertThat(stated(
                        Map.of("WEIR_MEMORY", "64m"),
                        "run",
                        file("weir.memory = 1g").toString()))
                .hasValue(64L << 20);
        assertThat(asked).isEmpty();
    }

    @Test
    void where_nothing_can_state_memory_the_program_is_not_asked() throws IOException {
        assertThat(stated(Map.of(), "proxy", "--to", "x")).isEmpty();
        assertThat(stated(Map.of(), "run")).isEmpty();
        assertThat(stated(Map.of(), "run", file("weir.buffers.count = 3").toString()))
                .isEmpty();
        assertThat(stated(Map.of(), "run", directory.resolve("none").toString()))
                .isEmpty();
        assertThat(stated(Map.of(), "run", directory.toString())).isEmpty();
        assertThat(stated(Map.of(), "run", "no\0path")).isEmpty();
        assertThat(stated(Map.of(), "demo", file("weir.memory = 1g").toString()))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    private OptionalLong stated(Map<String, String> environment, String... arguments) {
        return StatedMemory.of(environment, List.of(arguments), file -> {
            asked.add(file);
            return TOLD;
        });
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("weir.conf"), text);
    }
}
