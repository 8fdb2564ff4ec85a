package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

    private static final long MIB = 1L << 20;
    private static final MemoryLimit CONTAINER = new MemoryLimit(512 * MIB, "limit of the container, cgroup v2");
    private static final JvmMemory JVM = new JvmMemory(256 * MIB, 128 * MIB);

    private final WeirSettings settings =
            ExampleSettings.weir().withEventLoops(2).withBuffers(new BufferSettings(4096, 16 * 1024, 2, 0.5, 0.25));

    @Test
    void buffers_and_heap_and_the_jvm_are_added_up() {
        MemoryBudget budget = MemoryBudget.of(settings, CONTAINER, JVM);
        assertThat(budget.items().get(0))
                .isEqualTo(new MemoryBudget.Item("buffers: (4096 + 2 x 2 event loops) x 16KiB", 4100 * 16 * 1024));
        assertThat(budget.bytes()).isGreaterThan((64 + 256) * MIB).isLessThan(512 * MIB);
        assertThat(budget.fits()).isTrue();
    }

    @Test
    void what_exceeds_the_limit_does_not_fit_and_the_arithmetic_says_why() {
        MemoryBudget budget = MemoryBudget.of(settings, new MemoryLimit(400 * MIB, "limit of the container"), JVM);
        assertThat(budget.fits()).isFalse();
        assertThat(budget.explanation())
                .containsExactly(
                        "+    64.1 MiB  buffers: (4096 + 2 x 2 event loops) x 16KiB",
                        "+   256.0 MiB  Java heap, -Xmx",
                        "+    72.0 MiB  the JVM itself: classes, code (estimate)",
                        "+     5.5 MiB  stacks of 22 threads (estimate)",
                        "+     8.0 MiB  Netty, small writes (estimate)",
                        "=   405.6 MiB  needed",
                        "    400.0 MiB  limit of the container",
                        "Lower weir.buffers.count, or the heap (WEIR_HEAP), or raise the limit.");
    }

    @Test
    void buffers_that_exceed_the_direct_memory_of_the_jvm_do_not_fit_either() {
        MemoryBudget budget = MemoryBudget.of(settings, CONTAINER, new JvmMemory(256 * MIB, 64 * MIB));
        assertThat(budget.fits()).isFalse();
        assertThat(budget.explanation())
                .contains("     64.0 MiB  direct memory that the JVM allows, -XX:MaxDirectMemorySize");
    }

    @Test
    void one_line_tells_the_sum_against_the_limit() {
        assertThat(MemoryBudget.of(settings, CONTAINER, JVM).summary())
                .isEqualTo(
                        "64.1 MiB buffers + 256.0 MiB heap + 85.5 MiB JVM (estimate) = 405.6 MiB of 512.0 MiB (limit of"
                                + " the container, cgroup v2)");
    }
}
