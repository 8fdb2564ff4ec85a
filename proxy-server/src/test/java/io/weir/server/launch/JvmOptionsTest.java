package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JvmOptionsTest {

    private static final long TOLD_BYTES = 300L << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "  64, 24, 4, 32, true",
        " 128, 24, 4, 32, true",
        " 192, 36, 4, 52, true",
        " 256, 48, 6, 104, false",
        "1024, 192, 24, 728, false",
        "8192, 512, 64, 7576, false"
    })
    void heap_and_direct_memory_follow_what_there_is(long mib, long heap, long young, long direct, boolean small) {
        List<String> options = JvmOptions.of(mib << 20, Map.of()).list();
        assertThat(options)
                .contains(
                        "-Xmx" + heap + "m",
                        "-XX:MaxNewSize=" + young + "m",
                        "-Xms" + Math.min(64, heap) + "m",
                        "-XX:MaxDirectMemorySize=" + direct + "m");
        assertThat(options.contains("-XX:TieredStopAtLevel=1")).isEqualTo(small);
    }

    @ParameterizedTest
    @CsvSource({"96m, 96", "1g, 1024", "65536K, 64", "134217728, 128"})
    void the_environment_may_give_the_heap(String given, long mib) {
        assertThat(JvmOptions.of(256L << 20, Map.of("WEIR_HEAP", given)).heapMib())
                .isEqualTo(mib);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a lot", "96mb", "-1m", "1.5g", "0", "64", "8m"})
    void a_heap_that_is_no_size_is_refused_with_what_was_expected(String given) {
        assertThatThrownBy(() -> JvmOptions.of(256L << 20, Map.of("WEIR_HEAP", given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WEIR_HEAP: " + given + " (expected: a size of at least 16m, such as 256m or 1g)");
    }

    /** The shell script has to work it out by itself: it starts on any JDK, and starting one more would take too long. */
    @ParameterizedTest
    @ValueSource(strings = {"", "96m", "1g"})
    @EnabledOnOs(OS.LINUX)
    void the_launcher_script_comes_to_the_same_options(String heap) throws IOException, InterruptedException {
        List<String> options = JvmOptions.of(MemoryLimit.detect().bytes(), Map.of("WEIR_HEAP", heap))
                .list();
        assertThat(optionsOfTheScript(Map.of("WEIR_HEAP", heap), "check")).containsExactlyInAnyOrderElementsOf(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256m",
                "256M",
                "256Mi",
                "256MiB",
                "1g",
                "1GiB",
                "268435456",
                "262144k",
                "256 MiB",
                "1.5g",
                "auto"
            })
    @EnabledOnOs(OS.LINUX)
    void the_launcher_script_sizes_the_heap_by_the_memory_that_the_environment_states(String memory)
            throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("WEIR_MEMORY", memory);
        long bytes = StatedMemory.of(environment, List.of("check"), file -> OptionalLong.of(TOLD_BYTES))
                .orElseThrow();
        assertThat(optionsOfTheScript(environment, "check"))
                .containsExactlyInAnyOrderElementsOf(
                        JvmOptions.of(bytes, Map.of()).list());
    }

    @ParameterizedTest
    @CsvSource({"run, true", "check, true", "proxy, false"})
    @EnabledOnOs(OS.LINUX)
    void the_launcher_script_asks_the_program_what_the_file_states(String command, boolean asks)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("weir.conf"), "weir { memory = 300MiB }");
        long bytes = asks ? TOLD_BYTES : MemoryLimit.detect().bytes();
        assertThat(optionsOfTheScript(Map.of(), command, file.toString()))
                .containsExactlyInAnyOrderElementsOf(
                        JvmOptions.of(bytes, Map.of()).list());
    }

    @ParameterizedTest
    @CsvSource({"WEIR_HEAP, 8m, 2", "WEIR_HEAP, 48MB, 2", "WEIR_JAR, no.jar, 4"})
    @EnabledOnOs(OS.LINUX)
    void the_launcher_script_refuses_what_it_cannot_use_with_a_documented_code(String variable, String value, int code)
            throws IOException, InterruptedException {
        Process script = script(Map.of(variable, value), "check").start();
        String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).startsWith("weir: " + variable + ": ").contains(value, "expected: ");
        assertThat(script.waitFor()).isEqualTo(code);
    }

    @Test
    void a_container_that_is_too_small_still_gets_a_jvm_which_then_says_so() {
        assertThat(JvmOptions.of(1, Map.of()).list()).contains("-Xmx24m");
    }

    /** The options that the script starts a JDK 25 with. */
    private List<String> optionsOfTheScript(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = script(environment, arguments).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines()
                .filter(line -> line.startsWith("-") && !line.equals("-jar"))
                .filter(line -> !line.equals("-XX:+IgnoreUnrecognizedVMOptions"))
                .toList();
    }

    private ProcessBuilder script(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("../proxy-server/bin/weir"));
        command.addAll(List.of(arguments));
        ProcessBuilder script = new ProcessBuilder(command).redirectErrorStream(true);
        script.environment().keySet().removeIf(name -> name.startsWith("WEIR_"));
        script.environment()
                .put(
                        "WEIR_JAR",
                        Files.writeString(directory.resolve("weir.jar"), "").toString());
        script.environment().put("WEIR_JAVA_HOME", javaThatPrintsItsArguments().toString());
        script.environment().putAll(environment);
        return script;
    }

    /** A java that prints its arguments, one a line; asked what memory is stated, it prints {@link #TOLD_BYTES}. */
    private Path javaThatPrintsItsArguments() throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                case "$*" in
                  *StatedMemoryMain*) printf %d ;;
                  *) printf '%%s\\n' "$@" ;;
                esac
                """.formatted(TOLD_BYTES));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        return directory;
    }
}
