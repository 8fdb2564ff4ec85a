package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.settings.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DescriptorBudgetTest {

    private final WeirSettings settings = ExampleSettings.weir().withEventLoops(2);

    @Test
    void everything_is_added_up_and_the_arithmetic_says_why_it_does_not_fit() {
        DescriptorBudget budget = DescriptorBudget.of(with(100), new FileDescriptors(300, 11));
        assertThat(budget.fits()).isFalse();
        assertThat(budget.explanation())
                .containsExactly(
                        "+      11  open at start: the JVM, its files, standard streams",
                        "+       6  3 event loops, one of them of admin",
                        "+       3  3 listeners, those of admin among them",
                        "+      37  connections to admin",
                        "+       8  kept back for connections to servers",
                        "+      16  files that the JVM opens later (estimate)",
                        "+     100  connections of clients",
                        "+     100  connections to servers, one for each exchange",
                        "+      64  connections to servers kept for reuse",
                        "=     345  needed",
                        "      300  open files that the process may have",
                        "Raise the limit (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of docker), or lower"
                                + " weir.limits.connections or weir.event-loops.");
        assertThat(budget.summary()).isEqualTo("345 descriptors at most, of 300");
    }

    @ParameterizedTest
    @ValueSource(longs = {80, 120, 256, 300, 1024, 4096, 20_000, 1_048_576, 4_000_000_000_000L})
    void the_most_clients_fit_and_one_more_does_not(long limit) {
        FileDescriptors there = new FileDescriptors(limit, 11);
        int most = DescriptorBudget.mostClients(settings, there);
        if (most < Limits.MAX_CONNECTIONS) {
            assertThat(DescriptorBudget.of(with(Math.max(1, most + 1)), there).fits())
                    .isFalse();
            assertThat(most == 0 || DescriptorBudget.of(with(most), there).fits())
                    .isTrue();
        }
    }

    @Test
    void without_a_limit_any_number_of_clients_fits() {
        assertThat(DescriptorBudget.mostClients(settings, FileDescriptors.UNLIMITED))
                .isGreaterThan(Limits.MAX_CONNECTIONS);
        DescriptorBudget budget = DescriptorBudget.of(with(1_000_000), FileDescriptors.UNLIMITED);
        assertThat(budget.fits()).isTrue();
        assertThat(budget.summary()).endsWith(" descriptors at most, of any number");
    }

    @Test
    void with_fewer_descriptors_than_the_process_has_there_is_no_client() {
        assertThat(DescriptorBudget.mostClients(settings, new FileDescriptors(10, 11)))
                .isZero();
    }

    @Test
    void admin_has_64_connections_but_no_more_than_an_eighth_of_the_descriptors() {
        assertThat(DescriptorBudget.adminConnections(FileDescriptors.UNLIMITED)).isEqualTo(64);
        assertThat(DescriptorBudget.adminConnections(new FileDescriptors(120, 0)))
                .isEqualTo(15);
        assertThat(DescriptorBudget.adminConnections(new FileDescriptors(7, 0))).isEqualTo(1);
    }

    @Test
    void the_descriptors_of_this_process_are_counted() {
        FileDescriptors there = FileDescriptors.detect();
        assertThat(there.open()).isBetween(1L, there.limit());
    }

    private WeirSettings with(int connections) {
        return settings.withSockets(settings.sockets().withMemory(1L << 40))
                .withLimits(settings.limits().withConnections(connections));
    }
}
