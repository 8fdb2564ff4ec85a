package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryLimitTest {

    private static final long MACHINE = 16L << 30;

    @TempDir
    private Path root;

    @Test
    void without_control_groups_it_is_the_memory_of_the_machine() {
        assertThat(MemoryLimit.detect(root, MACHINE)).isEqualTo(new MemoryLimit(MACHINE, "memory of the machine"));
    }

    @Test
    void in_a_container_of_cgroup_v2_it_is_memory_max() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "536870912\n");
        assertThat(MemoryLimit.detect(root, MACHINE))
                .isEqualTo(new MemoryLimit(512L << 20, "limit of the container, cgroup v2"));
    }

    @Test
    void the_smallest_limit_of_all_groups_around_counts() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        write("sys/fs/cgroup/a/memory.max", "268435456\n");
        write("sys/fs/cgroup/memory.max", "536870912\n");
        assertThat(MemoryLimit.detect(root, MACHINE).bytes()).isEqualTo(256L << 20);
    }

    @Test
    void cgroup_v1_is_read_where_a_container_sees_only_the_outermost_group() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
        assertThat(MemoryLimit.detect(root, MACHINE))
                .isEqualTo(new MemoryLimit(1L << 30, "limit of the container, cgroup v1"));
    }

    @Test
    void the_huge_number_by_which_cgroup_v1_says_that_there_is_no_limit_is_none() throws IOException {
        write("proc/self/cgroup", "4:memory:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(MemoryLimit.detect(root, MACHINE).source()).isEqualTo("memory of the machine");
    }

    @Test
    void a_group_whose_path_leads_outside_is_not_followed() throws IOException {
        write("proc/self/cgroup", "0::/../../secret\n");
        write("sys/secret/memory.max", "1\n");
        assertThat(MemoryLimit.detect(root, MACHINE).bytes()).isEqualTo(MACHINE);
    }

    @Test
    void this_machine_has_some() {
        assertThat(MemoryLimit.detect().bytes()).isPositive();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
