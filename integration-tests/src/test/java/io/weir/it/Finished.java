package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that has come to its end.
 *
 * @param command what was run
 * @param exitCode what the shell would see
 * @param out all of its standard output
 * @param err all of its standard error
 */
record Finished(List<String> command, int exitCode, String out, String err) {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Runs a command without input to its end. Fails if that takes more than a minute and a half. */
    static Finished run(List<String> command) {
        return run(command, Path.of("/dev/null"));
    }

    /** Runs a command whose input is a file. */
    static Finished run(List<String> command, Path input) {
        return run(new ProcessBuilder(command).redirectInput(input.toFile()));
    }

    static Finished run(ProcessBuilder builder) {
        return run(builder, LIMIT);
    }

    static Finished run(ProcessBuilder builder, Duration limit) {
        try {
            Path out = Files.createTempFile("weir-it", ".out");
            Path err = Files.createTempFile("weir-it", ".err");
            // Files and not pipes: nobody has to read while it runs.
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            try (ChildProcess process = ChildProcess.start(builder)) {
                int exitCode = process.awaitExit(limit);
                return new Finished(builder.command(), exitCode, Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless it ended with code 0. */
    Finished succeeded() {
        assertThat(exitCode).as("%s%n%s%n%s", command, out, err).isZero();
        return this;
    }
}
