package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.balance.BalancingPolicy;
import io.weir.exchange.Destination;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A backend lasts as long as a generation in use has it, and no longer. */
final class DestinationsTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final Destinations destinations = new Destinations();

    @Test
    void a_backend_lasts_while_an_old_generation_that_has_it_is_in_use() {
        generation(1, "old");
        generation(2, "new");
        assertThat(names(1L, 2L)).containsExactly("old", "new");
        assertThat(names(2L)).containsExactly("new");
    }

    @Test
    void a_backend_of_a_generation_that_is_over_goes_although_an_older_generation_is_in_use() {
        generation(1, "old");
        generation(2, "between");
        generation(3, "new");
        assertThat(names(1L, 3L)).containsExactly("old", "new");
    }

    @Test
    void a_backend_of_several_generations_lasts_until_the_last_of_them_is_over() {
        generation(1, "shared");
        generation(2, "shared", "new");
        generation(3, "new");
        assertThat(names(1L, 3L)).containsExactly("shared", "new");
        assertThat(names(3L)).containsExactly("new");
    }

    @Test
    void a_backend_that_is_about_to_be_current_stays() {
        generation(1, "old");
        generation(2, "new");
        assertThat(names(1L)).containsExactly("old", "new");
    }

    @Test
    void a_backend_is_the_same_in_all_its_generations() {
        generation(1, "shared");
        Backend before = destinations.of(List.of(1L)).get(0);
        generation(2, "shared");
        assertThat(destinations.of(List.of(2L))).containsExactly(before);
    }

    // Exchanges of all generations take turns, and find the servers of the last reload.
    @Test
    void a_backend_that_stays_keeps_its_policy() {
        generation(1, "shared");
        BalancingPolicy policy = policy("shared");
        generation(2, "shared");
        assertThat(policy("shared")).isSameAs(policy);
    }

    private BalancingPolicy policy(String backend) {
        Destination found =
                destinations.prepare(List.of(settings(backend))).destinations().get(backend);
        return Objects.requireNonNull(found).policy();
    }

    // A stop waits for the part of a reload that cannot fail, and all traffic goes to one server until the order is
    // there. A round of these servers has 20,650 turns, so an order that is made while the change is
    // applied takes four bytes for each.
    @Test
    void the_order_of_servers_is_worked_out_before_a_change_is_applied() {
        generation(1, weighted(1));
        generation(2, weighted(2));
        Destinations.Change change = destinations.prepare(List.of(weighted(157)));
        assertThat(bytesAllocatedBy(() -> destinations.apply(change, 3))).isLessThan(2 * 20_650);
    }

    private static BackendSettings weighted(int least) {
        return new BackendSettings(
                "weighted",
                IntStream.range(0, 100)
                        .mapToObj(number -> new ServerSettings("s" + number, ADDRESS, least + number, 0))
                        .toList());
    }

    private static long bytesAllocatedBy(Runnable task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        task.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private void generation(long number, BackendSettings backend) {
        destinations.apply(destinations.prepare(List.of(backend)), number);
    }

    private void generation(long number, String... backends) {
        List<BackendSettings> settings =
                Stream.of(backends).map(DestinationsTest::settings).toList();
        destinations.apply(destinations.prepare(settings), number);
    }

    private static BackendSettings settings(String backend) {
        return new BackendSettings(backend, List.of(ServerSettings.of("one", ADDRESS)));
    }

    private List<String> names(Long... inUse) {
        return destinations.of(List.of(inUse)).stream().map(Backend::name).toList();
    }
}
