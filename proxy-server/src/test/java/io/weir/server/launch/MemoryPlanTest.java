package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.server.config.AccessLogFormat;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.Automatic;
import io.weir.server.config.ConfigSize;
import io.weir.server.config.ProgramSettings;
import io.weir.socket.SocketBudget;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryPlanTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final KernelSockets KERNEL = new KernelSockets(GIB, 4 << 20, 4 << 20, 4 * MIB, 32 * MIB);

    private final WeirSettings weir = ExampleSettings.weir().withEventLoops(2);

    private OptionalLong memory = OptionalLong.empty();
    private FileDescriptors files = FileDescriptors.UNLIMITED;

    @Test
    void on_a_large_machine_there_are_10000_connections_and_half_of_what_the_kernel_gives_before_it_throttles() {
        MemoryPlan plan = plan(24 * GIB, 512 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY);
        assertThat(connections(plan)).isEqualTo(10_000);
        assertThat(memory(plan)).isEqualTo(512 * MIB);
        assertThat(plan.budget().fits()).isTrue();
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.settings().automatic()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {192, 256, 384, 512, 1024, 2048, 4096})
    void what_is_automatic_fits_and_leaves_more_than_the_least_to_those_that_come_first(int mib) {
        MemoryPlan plan = plan(mib * MIB, Math.max(64, mib / 4) * MIB, Automatic.values());
        assertThat(plan.budget().fits()).as("%s", plan.budget().arithmetic()).isTrue();
        assertThat(plan.budget().bytes())
                .isGreaterThan(Math.min(plan.budget().limit().bytes(), GIB) * 8 / 10);
        assertThat(connections(plan)).isBetween(250, 10_000);
        SocketBudget sockets = budget(plan);
        assertThat(sockets.shareBytes(10)).isGreaterThan(8 * sockets.shareBytes(connections(plan)));
    }

    @Test
    void the_number_of_buffers_is_a_quarter_of_what_is_left_within_bounds() {
        assertThat(count(plan(1024 * MIB, 256 * MIB, Automatic.BUFFER_COUNT))).isBetween(10_000, 12_000);
        assertThat(count(plan(64 * GIB, 512 * MIB, Automatic.BUFFER_COUNT))).isEqualTo(16_384);
        assertThat(count(plan(128 * MIB, 64 * MIB, Automatic.BUFFER_COUNT))).isEqualTo(64);
    }

    @Test
    void what_is_given_is_taken_as_given_and_does_not_fit_if_it_does_not() {
        MemoryPlan plan = plan(256 * MIB, 64 * MIB);
        assertThat(count(plan)).isEqualTo(1024);
        assertThat(connections(plan)).isEqualTo(10_000);
        assertThat(memory(plan)).isEqualTo(512 * MIB);
        assertThat(plan.budget().fits()).isFalse();
    }

    @Test
    void given_connections_get_the_least_that_the_kernel_gives_even_if_that_does_not_fit() {
        MemoryPlan plan = plan(256 * MIB, 64 * MIB, Automatic.SOCKET_MEMORY);
        assertThat(memory(plan)).isEqualTo(10_000 * 32 * 1024 + 65 * 8 * 1024);
        assertThat(plan.budget().fits()).isFalse();
    }

    @Test
    void connections_follow_memory_that_is_given() {
        ProgramSettings asked = asked(Automatic.CONNECTIONS);
        WeirSettings few = asked.weir()
                .withLimits(asked.weir().limits().withConnections(1))
                .withSockets(asked.weir().sockets().withMemory(24 * MIB));
        MemoryPlan plan = MemoryPlan.of(
                new ProgramSettings(
                        few,
                        Optional.empty(),
                        AdminSettings.NONE,
                        AccessLogFormat.OFF,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Set.of(Automatic.CONNECTIONS),
                        ConfigSize.NONE),
                new MemoryLimit(4 * GIB, "test"),
                new JvmMemory(512 * MIB, GIB, JvmMemory.OWN_BYTES, 4 * MIB),
                KERNEL,
                files);
        // 24 MiB, less 65 times 8 KiB for a backlog whose receive buffers are the least, in steps of 32 KiB.
        assertThat(connections(plan)).isEqualTo(751);
        assertThat(memory(plan)).isEqualTo(24 * MIB);
    }

    @Test
    void no_more_connections_than_the_heap_holds() {
        MemoryPlan plan = plan(24 * GIB, 64 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY);
        long parked = weir.limits().parkedBytes();
        long left = 64 * MIB - 12 * MIB - parked;
        assertThat(onHeap(connections(plan))).isLessThanOrEqualTo(left);
        assertThat(onHeap(connections(plan) + 1)).isGreaterThan(left);
        assertThat(plan(24 * GIB, 64 * MIB, Automatic.SOCKET_MEMORY).notes())
                .singleElement()
                .asString()
                .startsWith("weir.limits.connections: the heap holds about ");
    }

    @Test
    void sockets_that_the_kernel_does_not_give_are_not_counted_and_it_is_said() {
        KernelSockets debian = new KernelSockets(GIB, 212_992, 212_992, 4 * MIB, 32 * MIB);
        MemoryPlan plan = MemoryPlan.of(
                asked(Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY),
                new MemoryLimit(24 * GIB, "test"),
                new JvmMemory(512 * MIB, GIB, JvmMemory.OWN_BYTES, 4 * MIB),
                debian,
                files);
        assertThat(plan.settings().weir().sockets().sendBuffer()).isEqualTo(212_992);
        assertThat(plan.settings().weir().sockets().receiveBuffer()).isEqualTo(212_992);
        assertThat(plan.notes())
                .containsExactly(
                        "weir.sockets.send-buffer: the kernel gives no more than 208KiB of 384KiB (net.core.wmem_max)",
                        "weir.sockets.receive-buffer: the kernel gives no more than 208KiB of 640KiB"
                                + " (net.core.rmem_max)");
    }

    @Test
    void on_a_small_machine_the_kernels_threshold_bounds_the_connections() {
        KernelSockets small = new KernelSockets(48 * MIB, 4 << 20, 4 << 20, 4 * MIB, 32 * MIB);
        MemoryPlan plan = MemoryPlan.of(
                asked(Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY),
                new MemoryLimit(GIB, "test"),
                new JvmMemory(256 * MIB, GIB, JvmMemory.OWN_BYTES, 4 * MIB),
                small,
                files);
        assertThat(connections(plan)).isEqualTo(751);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void a_large_container_has_a_backlog_in_which_every_connection_has_the_largest_receive_buffer() {
        MemoryPlan plan = plan(24 * GIB, 512 * MIB, Automatic.values());
        assertThat(backlog(plan)).isEqualTo(95);
        assertThat(budget(plan).largestQueued()).isEqualTo(640 * 1024);
        assertThat(budget(plan).backlogBytes()).isLessThanOrEqualTo(memory(plan) / 4);
    }

    @ParameterizedTest
    @CsvSource({"256, 48, 80", "512, 96, 320", "1024, 192, 640"})
    void a_small_container_has_a_backlog_of_64_with_smaller_receive_buffers(int mib, int heap, int receiveKib) {
        MemoryPlan plan = plan(mib * MIB, heap * MIB, Automatic.values());
        assertThat(backlog(plan)).isGreaterThanOrEqualTo(64);
        assertThat(budget(plan).largestQueued()).isEqualTo(receiveKib * 1024);
        assertThat(plan.budget().fits()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {64 * 1024, 240 * 1024, 2 * MIB, 24 * MIB, 512 * MIB})
    void a_backlog_follows_memory_that_is_given_and_takes_a_quarter_of_it_at_most(long given) {
        ProgramSettings asked = asked(Automatic.CONNECTIONS, Automatic.BACKLOG);
        WeirSettings settings = asked.weir()
                .withLimits(asked.weir().limits().withConnections(1))
                .withSockets(asked.weir().sockets().withBacklog(1).withMemory(given));
        MemoryPlan plan = of(
                new ProgramSettings(
                        settings,
                        Optional.empty(),
                        AdminSettings.NONE,
                        AccessLogFormat.OFF,
                        Optional.empty(),
                        OptionalLong.empty(),
                        asked.automatic(),
                        ConfigSize.NONE),
                4 * GIB,
                512 * MIB);
        assertThat(memory(plan)).isEqualTo(given);
        assertThat(budget(plan).backlogBytes()).isLessThanOrEqualTo(given / 4);
        assertThat(budget(plan).bytes()).isLessThanOrEqualTo(given);
        assertThat(backlog(plan)).isBetween(1, 1024);
    }

    @Test
    void a_backlog_leaves_the_least_to_given_connections_of_given_memory() {
        ProgramSettings asked = asked(Automatic.BACKLOG);
        WeirSettings settings = asked.weir()
                .withLimits(asked.weir().limits().withConnections(100))
                .withSockets(asked.weir().sockets().withBacklog(1).withMemory(100 * 32 * 1024 + 8 * 8 * 1024));
        MemoryPlan plan = of(
                new ProgramSettings(
                        settings,
                        Optional.empty(),
                        AdminSettings.NONE,
                        AccessLogFormat.OFF,
                        Optional.empty(),
                        OptionalLong.empty(),
                        asked.automatic(),
                        ConfigSize.NONE),
                4 * GIB,
                512 * MIB);
        assertThat(backlog(plan)).isEqualTo(7);
    }

    @Test
    void memory_that_is_stated_takes_the_place_of_what_there_is() {
        MemoryPlan detected = plan(512 * MIB, 64 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY);
        memory = OptionalLong.of(512 * MIB);
        MemoryPlan less = plan(24 * GIB, 64 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY);
        assertThat(less.settings().weir()).isEqualTo(detected.settings().weir());
        assertThat(less.budget().limit()).isEqualTo(new MemoryLimit(512 * MIB, "weir.memory"));
        assertThat(less.notes()).isEmpty();
    }

    @Test
    void memory_that_is_not_there_may_be_stated_and_it_is_said() {
        memory = OptionalLong.of(512 * MIB);
        assertThat(plan(192 * MIB, 64 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY)
                        .notes())
                .containsExactly(
                        "weir.memory: 512.0 MiB is more than there is (test, 192.0 MiB); if all of it is needed the"
                                + " kernel ends the process");
    }

    @Test
    void connections_are_lowered_to_those_for_which_there_are_descriptors_and_it_is_said() {
        files = new FileDescriptors(1024, 20);
        MemoryPlan automatic = plan(24 * GIB, 512 * MIB, Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY);
        MemoryPlan given = plan(24 * GIB, 512 * MIB);
        assertThat(connections(automatic)).isEqualTo(connections(given)).isBetween(400, 440);
        assertThat(given.descriptors().fits()).isTrue();
        assertThat(given.descriptors().count()).isBetween(1020L, 1024L);
        assertThat(given.notes())
                .containsExactly("weir.limits.connections: " + connections(given)
                        + " instead of 10000, for which 1024 open files are too few (ulimit -n, LimitNOFILE= of systemd,"
                        + " --ulimit nofile= of docker)");
    }

    @Test
    void with_120_descriptors_there_are_still_clients() {
        files = new FileDescriptors(120, 12);
        MemoryPlan plan = plan(24 * GIB, 512 * MIB);
        assertThat(connections(plan)).isBetween(16, 24);
        assertThat(plan.descriptors().fits()).isTrue();
    }

    @Test
    void with_descriptors_for_fewer_than_8_clients_the_sum_is_that_of_8_and_does_not_fit() {
        files = new FileDescriptors(70, 12);
        MemoryPlan plan = plan(24 * GIB, 512 * MIB, Automatic.values());
        assertThat(plan.descriptors().fits()).isFalse();
        assertThat(plan.descriptors().count()).isBetween(71L, 80L);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void this_machine_has_a_plan() {
        assertThat(MemoryPlan.of(asked(Automatic.values())).budget().items()).isNotEmpty();
    }

    private MemoryPlan plan(long limit, long heap, Automatic... automatic) {
        return of(asked(automatic), limit, heap);
    }

    private MemoryPlan of(ProgramSettings asked, long limit, long heap) {
        return MemoryPlan.of(
                asked,
                new MemoryLimit(limit, "test"),
                new JvmMemory(heap, GIB, JvmMemory.OWN_BYTES, 4 * MIB),
                KERNEL,
                files);
    }

    private ProgramSettings asked(Automatic... automatic) {
        EnumSet<Automatic> which = EnumSet.noneOf(Automatic.class);
        which.addAll(Arrays.asList(automatic));
        return new ProgramSettings(
                weir,
                Optional.empty(),
                AdminSettings.NONE,
                AccessLogFormat.OFF,
                Optional.empty(),
                memory,
                which,
                ConfigSize.NONE);
    }

    /** 4 KiB for each front connection, 2 for each exchange, 3 for each back connection, of which an eighth more may be idle. */
    private static long onHeap(int clients) {
        return 1024L * (4 * clients + 2 * clients + 3 * (clients + clients / 8));
    }

    private static int backlog(MemoryPlan plan) {
        return plan.settings().weir().sockets().backlog();
    }

    private static SocketBudget budget(MemoryPlan plan) {
        WeirSettings settings = plan.settings().weir();
        return new SocketBudget(settings.sockets(), settings.socketCounts());
    }

    private static int count(MemoryPlan plan) {
        return plan.settings().weir().buffers().count();
    }

    private static int connections(MemoryPlan plan) {
        return plan.settings().weir().limits().connections();
    }

    private static long memory(MemoryPlan plan) {
        return plan.settings().weir().sockets().memory();
    }
}
