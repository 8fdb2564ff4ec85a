package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.WeirSettings;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is automatic in a changed file, on a machine that gave less at the start than was asked for. */
final class AsAtStartTest {

    private static final String AUTOMATIC = """
            weir {
              listeners.web { bind = "127.0.0.1:0", backend = shop }
              backends.shop.servers.one.address = "127.0.0.1:9"
              buffers.count = auto
            }
            """;

    @TempDir
    private Path directory;

    private ProgramSettings askedThen;
    private WeirSettings started;

    // As MemoryPlan does: the kernel gave smaller buffers, and there were descriptors for few clients.
    @BeforeEach
    void start() throws IOException {
        askedThen = load(AUTOMATIC);
        WeirSettings asked = askedThen.weir();
        started = asked.withBuffers(asked.buffers().withCount(77))
                .withLimits(asked.limits().withConnections(33).withGenerations(5))
                .withSockets(asked.sockets().withBuffers(100 << 10, 90 << 10).withBacklog(12));
    }

    @Test
    void everything_automatic_is_as_it_was_worked_out() throws IOException {
        WeirSettings next = AsAtStart.of(load(AUTOMATIC + "weir.timeouts.connect = 1s\n"), askedThen, started);
        assertThat(next.buffers()).isEqualTo(started.buffers());
        assertThat(next.limits()).isEqualTo(started.limits());
        assertThat(next.sockets()).isEqualTo(started.sockets());
        assertThat(next.timeouts()).isNotEqualTo(started.timeouts());
    }

    @Test
    void values_that_are_given_now_are_taken_as_given() throws IOException {
        WeirSettings next = AsAtStart.of(
                load(AUTOMATIC
                        + "weir { buffers.count = 70, limits.connections = 30,"
                        + " sockets { send-buffer = 96KiB, receive-buffer = 80KiB, backlog = 10, memory = 60MiB } }\n"),
                askedThen,
                started);
        assertThat(next.buffers().count()).isEqualTo(70);
        assertThat(next.limits().connections()).isEqualTo(30);
        assertThat(next.sockets().sendBuffer()).isEqualTo(96 << 10);
        assertThat(next.sockets().receiveBuffer()).isEqualTo(80 << 10);
        assertThat(next.sockets().backlog()).isEqualTo(10);
        assertThat(next.sockets().memory()).isEqualTo(60 << 20);
    }

    @Test
    void a_number_of_connections_that_is_given_as_at_the_start_stands_for_what_became_of_it() throws IOException {
        ProgramSettings thousand = load(AUTOMATIC + "weir.limits.connections = 1000\n");
        assertThat(AsAtStart.of(thousand, thousand, started).limits().connections())
                .isEqualTo(33);
        assertThat(AsAtStart.of(thousand, askedThen, started).limits().connections())
                .isEqualTo(1000);
    }

    @Test
    void early_bytes_beyond_the_send_buffer_of_the_kernel_are_refused() throws IOException {
        ProgramSettings early = load(AUTOMATIC + "weir.limits.early-bytes = 200KiB\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsAtStart.of(early, askedThen, started))
                .withMessageContaining("sendBuffer: 102400 (expected: 0, or >= 204800");
    }

    private ProgramSettings load(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("weir.conf"), text);
        return ((LoadResult.Accepted) SettingsLoader.load(file)).settings();
    }
}
