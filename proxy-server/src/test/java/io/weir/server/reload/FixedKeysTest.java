package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.Assembly;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.Launch;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.launch.Program;
import io.weir.session.SessionObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that need a restart, from real files that a real program is to take over. */
final class FixedKeysTest {

    private static final String TOPOLOGY = """
            weir {
              listeners.web { bind = "127.0.0.1:0", backend = shop }
              backends.shop.servers.one.address = "127.0.0.1:9"
            }
            """;
    private static final String STARTED = TOPOLOGY + """
            weir {
              event-loops = 2
              memory = 900MiB
              buffers { count = 80, size = 16KiB, reserve = 3, stall-quota = 0.5, client-share = 0.25 }
              limits { connections = 100, fields = 90, parked-bytes = 1MiB, listeners = 2 }
              sockets { send-buffer = 128KiB, receive-buffer = 128KiB, memory = 64MiB, backlog = 16, reuse-port = off }
              admin.bind = off
              access-log.format = off
              reload.watch = off
              limits.early-bytes = 64KiB
            }
            """;

    @TempDir
    private Path directory;

    private Program program;
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        start(STARTED);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    private void start(String text) throws IOException {
        write(text);
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        ProgramSettings settings = MemoryPlan.of(loaded.settings()).settings();
        Launch launch = new Assembly(OutputStream.nullOutputStream()).launch(settings, SessionObserver.NONE);
        program = ((Launch.Started) launch).program();
        reloader = new Reloader(file(), loaded, program, new AmpleStart());
    }

    @Test
    void a_file_that_changes_every_key_that_needs_a_restart_is_told_all_of_them_with_both_values() throws IOException {
        ReloadOutcome outcome = reload(TOPOLOGY + """
                weir {
                  listeners.second { bind = "127.0.0.1:0", backend = shop }
                  listeners.third { bind = "127.0.0.1:0", backend = shop }
                  event-loops = 1
                  memory = 800MiB
                  buffers { count = 81, size = 8KiB, reserve = 2, stall-quota = 0.25, client-share = 0.5 }
                  limits { connections = 101, fields = 91, parked-bytes = 2MiB, listeners = 3, generations = 51 }
                  sockets { send-buffer = 64KiB, receive-buffer = 64KiB, memory = 63MiB, backlog = 17, reuse-port = on }
                  admin { bind = "127.0.0.1:9901", socket = "/tmp/weir-none.sock" }
                  access-log.format = json
                  reload.watch = 7s
                  limits.early-bytes = 64KiB
                }
                """);
        assertThat(outcome.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(outcome.problems())
                .containsExactlyInAnyOrder(
                        "weir.admin.bind: 127.0.0.1:9901 (running: off)",
                        "weir.admin.socket: /tmp/weir-none.sock (running: off)",
                        "weir.access-log.format: json (running: off)",
                        "weir.reload.watch: 7s (running: off)",
                        "weir.memory: 838860800 (running: 943718400)",
                        "weir.event-loops: 1 (running: 2)",
                        "weir.buffers.count: 81 (running: 80)",
                        "weir.buffers.size: 8192 (running: 16384)",
                        "weir.buffers.reserve: 2 (running: 3)",
                        "weir.buffers.stall-quota: 0.25 (running: 0.5)",
                        "weir.buffers.client-share: 0.5 (running: 0.25)",
                        "weir.limits.connections: 101 (running: at most 100)",
                        "weir.limits.fields: 91 (running: 90)",
                        "weir.limits.generations: 51 (running: at most 50)",
                        "weir.limits.parked-bytes: 2097152 (running: 1048576)",
                        "weir.limits.listeners: 3 are needed (running: room for 2)",
                        "weir.sockets.send-buffer: 65536 (running: 131072)",
                        "weir.sockets.receive-buffer: 65536 (running: 131072)",
                        "weir.sockets.memory: 66060288 (running: 67108864)",
                        "weir.sockets.backlog: 17 (running: 16)",
                        "weir.sockets.reuse-port: on (running: off)");
        assertThat(program.generation()).isEqualTo(1);
        assertThat(reload(STARTED).result()).isEqualTo(ReloadResult.UNCHANGED);
    }

    @Test
    void more_connections_than_automatic_memory_holds_are_told_by_their_key_and_not_by_the_memory() throws IOException {
        program.close();
        String automatic = TOPOLOGY + "weir { memory = 900MiB, admin.bind = off, limits.connections = 100 }\n";
        start(automatic);
        assertThat(reload(automatic.replace("connections = 100", "connections = 9000"))
                        .problems())
                .containsExactly("weir.limits.connections: 9000 (running: at most 100)");
        assertThat(reload(automatic + "weir.listeners.more { bind = \"127.0.0.1:0\", backend = shop }\n")
                        .problems())
                .containsExactly("weir.limits.listeners: 2 are needed (running: room for 1)");
        assertThat(reload(automatic + "weir.sockets.backlog = 4000\n").problems())
                .singleElement()
                .asString()
                .startsWith("weir.sockets.backlog: 4000 (running: ");
    }

    @Test
    void a_file_whose_memory_is_too_small_for_what_runs_is_rejected_with_its_line() throws IOException {
        ReloadOutcome outcome = reload(STARTED.replace("memory = 64MiB", "memory = 64KiB"));
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.problems())
                .singleElement()
                .asString()
                .contains("weir.conf:10: weir.sockets.memory: ")
                .contains("(expected: auto, or at least ");
    }

    @ParameterizedTest
    @CsvSource({
        "event-loops = 2, event-loops = auto",
        "connections = 100, connections = 99",
        "listeners = 2, listeners = 1",
        "fields = 90, 'fields = 90, generations = 2'",
        "fields = 90, fields = 90",
        "early-bytes = 64KiB, early-bytes = 32KiB"
    })
    void fewer_connections_and_listeners_and_what_is_no_part_of_the_sum_can_change(String before, String after)
            throws IOException {
        ReloadOutcome outcome = reload(STARTED.replace(before, after) + "weir.timeouts.connect = 1s\n");
        int processors = Runtime.getRuntime().availableProcessors();
        boolean isAsBefore = !after.contains("event-loops") || processors == 2;
        assertThat(outcome.result()).isEqualTo(isAsBefore ? ReloadResult.TAKEN : ReloadResult.NEEDS_RESTART);
    }

    private ReloadOutcome reload(String text) throws IOException {
        write(text);
        return reloader.reload(Trigger.ADMIN);
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
