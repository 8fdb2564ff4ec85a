package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.access.Role;
import io.weir.server.access.Tokens;
import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that is replaced in its file is no token any more. */
final class TokenReloadTest {

    private static final String OLD = "old-token-0123456789abcdef0123456789abcdef";
    private static final String NEW = "new-token-0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    private final NotingTarget program = new NotingTarget();
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(token(), OLD);
        Files.writeString(directory.resolve("weir.conf"), """
                weir {
                  listeners.web { bind = "127.0.0.1:8080", backend = shop }
                  backends.shop.servers.one.address = "127.0.0.1:9000"
                  admin.tokens.write = "%s"
                }
                """.formatted(token()));
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(directory.resolve("weir.conf"));
        program.started = loaded.settings().weir();
        reloader = new Reloader(directory.resolve("weir.conf"), loaded, program, new AmpleStart());
    }

    @Test
    void another_token_in_the_same_file_is_taken_and_named_without_its_text() throws IOException {
        Files.writeString(token(), NEW);
        ReloadOutcome outcome = reloader.reload(Trigger.WATCH);
        assertThat(outcome.result()).isEqualTo(ReloadResult.TAKEN);
        assertThat(outcome.changes()).containsExactly("admin.tokens.write: another token");
        Tokens tokens = program.taken.get(0).adminSettings().tokens();
        assertThat(tokens.roleOf(NEW)).contains(Role.WRITE);
        assertThat(tokens.roleOf(OLD)).isEmpty();
    }

    @Test
    void a_watch_looks_at_the_files_of_tokens() {
        assertThat(reloader.lookedAt().files()).containsKey(token());
    }

    @Test
    void a_file_that_holds_no_token_any_more_is_rejected_and_the_token_stays() throws IOException {
        Files.writeString(token(), "short");
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.REJECTED);
        Files.writeString(token(), OLD + "\n");
        assertThat(reloader.reload(Trigger.WATCH).result()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(program.taken).isEmpty();
    }

    private Path token() {
        return directory.resolve("token").toAbsolutePath();
    }
}
