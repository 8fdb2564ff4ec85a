package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A target for Jazzer: a configuration of any text, beside a file that it may include. Whatever it is, it is accepted or its problems are told, each in
 * one line of bounded length, within small bounds; and a bracket that we miss the library misses too.
 *
 * <p>Input: the text.
 */
public final class ConfigFuzz {

    private static final Bounds BOUNDS = new Bounds(64 * 1024, 10_000);
    private static final int LONGEST_LINE = 2_000;
    private static final Map<String, String> VARIABLES = Map.of("HOME", "/home");
    private static final Path DIRECTORY = directory();

    private ConfigFuzz() {}

    /** Called by Jazzer for every input. Throws if there is something wrong. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        LoadResult result = SettingsLoader.load(write(text), VARIABLES, BOUNDS);
        if (result instanceof LoadResult.Rejected rejected) {
            assertThat(rejected.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.toString())
                            .doesNotContain("\n")
                            .hasSizeLessThan(LONGEST_LINE + DIRECTORY.toString().length()));
        }
        Optional<ConfigText.Fault> fault = ConfigText.of(text, 0, BOUNDS).fault();
        if (fault.filter(found -> found.found().contains("close")).isPresent()) {
            assertThat(libraryAccepts(text)).as("%s", fault).isFalse();
        }
    }

    private static boolean libraryAccepts(String text) {
        try {
            ConfigFactory.parseString(text);
            return true;
        } catch (ConfigException | StackOverflowError refused) {
            return false;
        }
    }

    private static Path write(String text) {
        try {
            return Files.writeString(DIRECTORY.resolve("weir.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("weir-config-fuzz");
            Files.writeString(directory.resolve("other.conf"), "vars.other = [ ${?vars.x} ]");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
