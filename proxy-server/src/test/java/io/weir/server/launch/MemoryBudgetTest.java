package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.server.config.ConfigHeap;
import io.weir.settings.Limits;
import io.weir.socket.SocketSettings;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

    private static final long MIB = 1L << 20;
    private static final MemoryLimit CONTAINER = new MemoryLimit(512 * MIB, "limit of the container, cgroup v2");
    private static final JvmMemory JVM = new JvmMemory(256 * MIB, 128 * MIB, JvmMemory.OWN_BYTES, 4 * MIB);
    private static final ConfigHeap HEAP = new ConfigHeap(MIB, 3 * MIB, 50);
    private static final KernelSockets KERNEL = new KernelSockets(1024 * MIB, 4 << 20, 4 << 20, 4 * MIB, 32 * MIB);

    private final WeirSettings settings = ExampleSettings.weir()
            .withEventLoops(2)
            .withBuffers(new BufferSettings(4096, 16 * 1024, 2, 0.5, 0.25))
            .withLimits(Limits.DEFAULT.withConnections(1000))
            .withSockets(SocketSettings.DEFAULT.withMemory(64 * MIB));

    @Test
    void everything_is_added_up() {
        MemoryBudget budget = MemoryBudget.of(settings, HEAP, CONTAINER, JVM, KERNEL);
        assertThat(budget.items().get(0))
                .isEqualTo(new MemoryBudget.Item("buffers: (4096 + 2 x 2 event loops) x 16KiB", 4100 * 16 * 1024));
        assertThat(budget.bytes())
                .isEqualTo(budget.items().stream()
                        .mapToLong(MemoryBudget.Item::bytes)
                        .sum())
                .isLessThan(512 * MIB);
        assertThat(budget.fits()).isTrue();
    }

    @Test
    void what_exceeds_the_limit_does_not_fit_and_the_arithmetic_says_why() {
        MemoryBudget budget =
                MemoryBudget.of(settings, HEAP, new MemoryLimit(400 * MIB, "limit of the container"), JVM, KERNEL);
        assertThat(budget.fits()).isFalse();
        assertThat(budget.explanation())
                .containsExactly(
                        "+    64.1 MiB  buffers: (4096 + 2 x 2 event loops) x 16KiB",
                        "+   256.0 MiB  Java heap, -Xmx",
                        "      3.0 MiB    of it: configurations: one, up to 49 before it, and the next",
                        "      3.9 MiB    of it: 1000 front connections",
                        "      2.0 MiB    of it: 1000 exchanges",
                        "      3.3 MiB    of it: 1125 back connections",
                        "+    64.0 MiB  the JVM itself: classes, code (estimate)",
                        "+    24.0 MiB  files of the JVM and the program, mapped (estimate)",
                        "+     2.8 MiB  stacks of 22 threads (estimate)",
                        "+     4.0 MiB  Netty's own allocator, -Dio.netty.maxDirectMemory",
                        "+     7.9 MiB  kernel: sockets of 1000 front connections, and of admin",
                        "+     4.4 MiB  kernel: sockets of 1125 back connections, 1000 of them for exchanges",
                        "+    26.5 MiB  kernel: buffers of front connections, from weir.sockets.memory",
                        "+    26.5 MiB  kernel: buffers of back connections, from weir.sockets.memory",
                        "+    11.2 MiB  kernel: 65 connections not accepted yet, receive buffer 80KiB, weir.sockets.backlog + 1 per listener",
                        "=   491.2 MiB  needed",
                        "    400.0 MiB  limit of the container",
                        "Lower weir.limits.connections, weir.buffers.count, or the heap (WEIR_HEAP), or raise the limit.");
    }

    @Test
    void buffers_that_are_left_to_the_kernel_count_with_what_it_lets_them_grow_to() {
        MemoryBudget budget = MemoryBudget.of(
                settings.withSockets(settings.sockets().withBuffers(0, 0)), HEAP, CONTAINER, JVM, KERNEL);
        assertThat(budget.items())
                .contains(new MemoryBudget.Item(
                        "kernel: buffers left to the kernel, net.ipv4.tcp_wmem and tcp_rmem", 2000 * 36 * MIB))
                .contains(new MemoryBudget.Item(
                        "kernel: 65 connections not accepted yet, receive buffer left to the kernel,"
                                + " weir.sockets.backlog + 1 per listener",
                        65 * (4096 + 32 * MIB)));
        assertThat(budget.fits()).isFalse();
    }

    @Test
    void buffers_that_exceed_the_direct_memory_of_the_jvm_do_not_fit_either() {
        MemoryBudget budget = MemoryBudget.of(
                settings, HEAP, CONTAINER, new JvmMemory(256 * MIB, 64 * MIB, JvmMemory.OWN_BYTES, 4 * MIB), KERNEL);
        assertThat(budget.fits()).isFalse();
        assertThat(budget.explanation())
                .contains("     64.0 MiB  direct memory that the JVM allows, -XX:MaxDirectMemorySize");
    }

    @Test
    void a_configuration_that_the_heap_does_not_hold_does_not_fit_either() {
        ConfigHeap large = new ConfigHeap(243 * MIB, 300 * MIB, 3);
        assertThat(MemoryBudget.of(settings, large, CONTAINER, JVM, KERNEL).explanation())
                .contains(
                        "    256.8 MiB  heap without clients: configuration, program, weir.limits.parked-bytes",
                        "    256.0 MiB  heap that the JVM allows, -Xmx: a larger one, or a smaller configuration");
        assertThat(MemoryBudget.of(settings, large, CONTAINER, JVM, KERNEL).fits())
                .isFalse();
        ConfigHeap fitting = new ConfigHeap(242 * MIB, 300 * MIB, 3);
        assertThat(MemoryBudget.of(settings, fitting, CONTAINER, JVM, KERNEL).fits())
                .isTrue();
    }

    @Test
    void one_line_tells_the_sum_against_the_limit() {
        assertThat(MemoryBudget.of(settings, HEAP, CONTAINER, JVM, KERNEL).summary())
                .isEqualTo("491.2 MiB at most, of 512.0 MiB (limit of the container, cgroup v2)");
    }
}
