package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Inputs of a target that reach, all together, whatever of the code fuzzing has reached; and those that once failed. */
public final class FuzzCorpus {

    private FuzzCorpus() {}

    /** Runs the target with every input of the corpus of that name. */
    public static void assertPasses(String name, Consumer<byte[]> target) throws IOException {
        List<String> inputs = read("/fuzz/" + name + ".corpus");
        assertThat(inputs).isNotEmpty();
        for (String input : inputs) {
            try {
                target.accept(Base64.getDecoder().decode(input));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("input " + input, e);
            }
        }
    }

    private static List<String> read(String resource) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FuzzCorpus.class.getResourceAsStream(resource), resource),
                StandardCharsets.US_ASCII))) {
            return lines.lines().toList();
        }
    }
}
