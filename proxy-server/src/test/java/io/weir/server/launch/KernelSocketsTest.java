package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelSocketsTest {

    private static final long MIB = 1L << 20;

    @TempDir
    private Path root;

    @Test
    void the_low_mark_of_tcp_mem_is_where_the_kernel_begins_to_throttle() throws IOException {
        write("proc/sys/net/ipv4/tcp_mem", "287901\t383868\t575802\n");
        write("proc/sys/net/ipv4/tcp_wmem", "4096\t16384\t4194304\n");
        write("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
        assertThat(KernelSockets.detect(root, 1, 2))
                .isEqualTo(new KernelSockets(287_901 * 4096L, 1, 2, 4 * MIB, 6 * MIB));
    }

    @Test
    void inside_a_container_which_does_not_see_it_it_follows_from_the_memory_of_the_machine() throws IOException {
        write("proc/meminfo", "MemTotal:       1048576 kB\nMemFree: 1 kB\n");
        assertThat(KernelSockets.detect(root, 1, 2).throttledBytes()).isEqualTo(48 * MIB);
    }

    @Test
    void where_nothing_is_known_nothing_bounds_and_linux_defaults_are_assumed() {
        assertThat(KernelSockets.detect(root, 1, 2))
                .isEqualTo(new KernelSockets(Long.MAX_VALUE, 1, 2, 4 * MIB, 32 * MIB));
    }

    /** A threshold of two pages was what came of reading 287901 byte by byte. */
    @Test
    void the_files_of_this_machine_are_read_whole() {
        assertThat(KernelSockets.detect().throttledBytes()).isGreaterThan(MIB);
    }

    @Test
    void this_machine_gives_something() {
        assertThat(KernelSockets.detect().sendMost()).isPositive();
        assertThat(KernelSockets.detect().receiveMost()).isPositive();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
