package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JvmOptionsTest {

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
    @ValueSource(strings = {"a lot", "96mb", "-1m", "1.5g"})
    void a_heap_that_is_no_size_is_refused_with_what_was_expected(String given) {
        assertThatThrownBy(() -> JvmOptions.of(256L << 20, Map.of("WEIR_HEAP", given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WEIR_HEAP: " + given + " (expected: a size such as 256m or 1g)");
    }

    /** The shell script has to work it out by itself: it starts on any JDK, and starting one more would take too long. */
    @ParameterizedTest
    @ValueSource(strings = {"", "96m", "1g"})
    @EnabledOnOs(OS.LINUX)
    void the_launcher_script_comes_to_the_same_options(String heap) throws IOException, InterruptedException {
        Path home = javaThatPrintsItsArguments();
        ProcessBuilder script = new ProcessBuilder("../proxy-server/bin/weir", "check").redirectErrorStream(true);
        script.environment().put("WEIR_JAR", "no.jar");
        script.environment().put("WEIR_JAVA_HOME", home.toString());
        script.environment().put("WEIR_HEAP", heap);
        script.environment().remove("WEIR_JAVA_OPTS");
        Process process = script.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<String> options = JvmOptions.of(MemoryLimit.detect().bytes(), Map.of("WEIR_HEAP", heap))
                .list();
        assertThat(printed.lines().filter(line -> line.startsWith("-") && !line.equals("-jar")))
                .filteredOn(line -> !line.equals("-XX:+IgnoreUnrecognizedVMOptions"))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void a_container_that_is_too_small_still_gets_a_jvm_which_then_says_so() {
        assertThat(JvmOptions.of(1, Map.of()).list()).contains("-Xmx24m");
    }

    private Path javaThatPrintsItsArguments() throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        return directory;
    }
}
