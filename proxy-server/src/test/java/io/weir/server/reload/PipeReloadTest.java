package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.watch.FileState;
import io.weir.server.watch.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that came through a pipe cannot be read again. */
final class PipeReloadTest {

    private static final String MINIMUM = """
            weir {
              listeners.web { bind = "127.0.0.1:8080", backend = shop }
              backends.shop.servers.one.address = "127.0.0.1:9000"
            }
            """;

    @TempDir
    private Path directory;

    private final NotingTarget program = new NotingTarget();
    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = directory.resolve("weir.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    // Nobody writes into the pipe any more: a reload that opened it would never end.
    @Test
    void a_configuration_from_a_pipe_is_not_read_again_and_the_reload_says_so() throws IOException {
        CompletableFuture<Path> writing = CompletableFuture.supplyAsync(() -> write(MINIMUM));
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(pipe);
        writing.join();
        Reloader reloader = reloader(loaded);
        ReloadOutcome outcome = reloader.reload(Trigger.SIGNAL);
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.problems())
                .containsExactly(pipe + ": a pipe, which can be read once (expected: a file, for a configuration that"
                        + " is to be reloaded)");
        assertThat(reloader.lookedAt()).isEqualTo(loaded.sources().snapshot());
        Files.delete(pipe);
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        assertThat(reloader.reload(Trigger.SIGNAL).result()).isEqualTo(ReloadResult.TAKEN);
    }

    @Test
    void a_pipe_in_the_place_of_the_file_is_not_opened() throws IOException {
        Path file = directory.resolve("other.conf");
        Files.writeString(file, MINIMUM);
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(file);
        pipe = Files.move(pipe, file, StandardCopyOption.REPLACE_EXISTING);
        Reloader reloader = reloader(loaded);
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(reloader.lookedAt().files())
                .containsExactly(Map.entry(file, new FileState.Unavailable(Obstacle.NOT_A_FILE)));
    }

    private Reloader reloader(LoadResult.Accepted loaded) {
        program.started = loaded.settings().weir();
        return new Reloader(pipe, loaded, program, new AmpleStart());
    }

    private Path write(String text) {
        try {
            return Files.writeString(pipe, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
