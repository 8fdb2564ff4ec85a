package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketBudgetTest {

    private static final int KIB = 1024;
    private static final long MIB = 1L << 20;
    private static final SocketSettings DEFAULT = SocketSettings.DEFAULT;

    @Test
    void the_first_socket_of_a_kind_has_the_largest_size_and_the_last_the_least() {
        SocketBudget budget = new SocketBudget(DEFAULT, clients(10_000, 0));
        assertThat(budget.sizeAt(1)).isEqualTo(new SocketSize(0, 384 * KIB, 640 * KIB));
        assertThat(budget.sizeAt(budget.largest())).isEqualTo(budget.sizeAt(1));
        assertThat(budget.sizeAt(budget.largest() + 1)).isEqualTo(new SocketSize(1, 192 * KIB, 320 * KIB));
        assertThat(budget.sizeAt(10_000).sendBuffer()).isLessThanOrEqualTo(6 * KIB);
    }

    @Test
    void a_share_never_rises_with_the_number_of_connections() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(400 * MIB), clients(10_000, 0));
        for (int open = 2; open <= 10_000; open++) {
            assertThat(budget.shareBytes(open)).isLessThanOrEqualTo(budget.shareBytes(open - 1));
            assertThat(budget.sizeAt(open).index())
                    .isGreaterThanOrEqualTo(budget.sizeAt(open - 1).index());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1000, 5000, 10_000})
    void the_shares_of_all_add_up_to_the_bound_and_never_more(int connections) {
        long least = least(connections);
        long most = most(connections);
        for (long bound :
                new long[] {least, least + 1, least + (most - least) / 100, (least + most) / 2, most, 2 * most}) {
            SocketBudget budget = new SocketBudget(DEFAULT.withMemory(bound), clients(connections, 0));
            long sum = 0;
            for (int open = 1; open <= connections; open++) {
                sum += budget.shareBytes(open);
            }
            assertThat(sum).isEqualTo(budget.frontBytes()).isEqualTo(budget.backBytes());
            assertThat(budget.bytes()).isEqualTo(2 * sum).isBetween(least, Math.min(bound, most));
        }
    }

    @Test
    void little_of_the_bound_is_left_unused() {
        for (int percent = 30; percent <= 100; percent += 10) {
            long bound = least(10_000) + percent * (10 * MIB);
            assertThat(new SocketBudget(DEFAULT.withMemory(bound), clients(10_000, 0)).bytes())
                    .isGreaterThan(bound * 9 / 10);
        }
    }

    @Test
    void with_memory_for_all_everyone_gets_the_largest_size() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(most(100)), clients(100, 0));
        assertThat(budget.largest()).isEqualTo(100);
        assertThat(budget.sizeAt(100).index()).isZero();
    }

    @Test
    void with_no_more_than_the_least_for_each_everyone_gets_the_least() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(least(100)), clients(100, 0));
        assertThat(budget.sizeAt(2).isLeast()).isTrue();
        assertThat(budget.sizeAt(100).isLeast()).isTrue();
        assertThat(budget.bytes()).isEqualTo(least(100));
    }

    @Test
    void less_than_the_least_for_each_is_refused() {
        SocketSettings tooLittle = DEFAULT.withMemory(least(100) - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketBudget(tooLittle, clients(100, 0)))
                .withMessage(
                        "sockets.memory: 3276799 (expected: >= 3276800 for 100 front connections, 100 back connections"
                                + " and 0 in the backlog)");
    }

    @Test
    void what_is_left_to_the_kernel_is_not_counted_and_never_set() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBuffers(0, 0), clients(10_000, 0));
        assertThat(budget.bytes()).isZero();
        assertThat(budget.sizeAt(1)).isEqualTo(budget.sizeAt(10_000)).isEqualTo(new SocketSize(0, 0, 0));
        SocketBudget half = new SocketBudget(DEFAULT.withBuffers(0, 64 * KIB), clients(10_000, 0));
        assertThat(half.sizeAt(10_000).sendBuffer()).isZero();
        assertThat(half.sizeAt(10_000).receiveBuffer()).isPositive().isLessThan(64 * KIB);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 300", "300, 1", "100, 10000", "10000, 100", "1000, 1000"})
    void the_shares_of_both_kinds_add_up_to_the_bound_whatever_their_numbers(int fronts, int backs) {
        SocketCounts most = new SocketCounts(fronts, backs, 2);
        long least = SocketBudget.leastBytes(DEFAULT, most);
        long step = (SocketBudget.mostBytes(DEFAULT, most) - least) / 10;
        for (long bound = least; bound <= least + 10 * step; bound += step) {
            SocketBudget budget = new SocketBudget(DEFAULT.withMemory(bound), most);
            assertThat(shares(budget, fronts)).isEqualTo(budget.frontBytes());
            assertThat(shares(budget, backs)).isEqualTo(budget.backBytes());
            assertThat(budget.bytes()).isBetween(least, bound);
        }
    }

    @Test
    void a_client_and_the_connection_to_its_server_have_sockets_of_one_size_where_there_are_as_many_of_each() {
        SocketBudget both = new SocketBudget(DEFAULT, clients(10_000, 1));
        SocketBudget more = new SocketBudget(DEFAULT, new SocketCounts(10_000, 10_001, 1));
        assertThat(both.frontBytes()).isEqualTo(both.backBytes());
        assertThat(more.frontBytes()).isLessThanOrEqualTo(both.frontBytes());
    }

    @Test
    void more_exchanges_than_clients_make_the_sockets_of_both_smaller_and_fewer_make_them_larger() {
        int equal = new SocketBudget(DEFAULT, new SocketCounts(1000, 1000, 1)).largest();
        assertThat(new SocketBudget(DEFAULT, new SocketCounts(1000, 10_000, 1)).largest())
                .isLessThan(equal);
        assertThat(new SocketBudget(DEFAULT, new SocketCounts(1000, 10, 1)).largest())
                .isGreaterThan(equal);
    }

    private static long shares(SocketBudget budget, int count) {
        return IntStream.rangeClosed(1, count).mapToLong(budget::shareBytes).sum();
    }

    /**
     * The worst that can be done: fill up, keep those that came late, whose shares are small, let the others go and come again.
     * They cannot come at a lower count than there are open.
     */
    @Test
    void to_keep_the_small_and_let_the_large_come_again_gains_nothing() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(64 * MIB), clients(1000, 0));
        long full = 0;
        for (int open = 1; open <= 1000; open++) {
            full += budget.shareBytes(open);
        }
        for (int kept = 0; kept < 1000; kept += 50) {
            long promised = 0;
            for (int open = 1000 - kept + 1; open <= 1000; open++) {
                promised += budget.shareBytes(open);
            }
            for (int open = kept + 1; open <= 1000; open++) {
                promised += budget.shareBytes(open);
            }
            assertThat(promised).isLessThanOrEqualTo(full);
        }
    }

    @Test
    void a_backlog_takes_no_more_than_a_quarter_where_there_is_more_than_the_least() {
        for (int backlog : new int[] {1, 16, 64, 128, 1024, 65_535}) {
            for (long memory : new long[] {8 * MIB, 64 * MIB, 512 * MIB, 4096 * MIB}) {
                SocketSettings settings = DEFAULT.withBacklog(backlog).withMemory(memory);
                long least = SocketBudget.leastBytes(settings, clients(100, 2));
                if (memory >= least) {
                    SocketBudget budget = new SocketBudget(settings, clients(100, 2));
                    long leastBacklog = SocketBudget.leastBytes(settings, clients(0, 2));
                    assertThat(budget.backlogBytes()).isBetween(leastBacklog, Math.max(leastBacklog, memory / 4));
                    assertThat(budget.bytes()).isLessThanOrEqualTo(memory);
                }
            }
        }
    }

    @Test
    void the_more_a_backlog_may_hold_the_less_each_connection_in_it_may_receive() {
        assertThat(largestQueued(64)).isEqualTo(640 * KIB);
        assertThat(largestQueued(128)).isEqualTo(320 * KIB);
        assertThat(largestQueued(512)).isEqualTo(80 * KIB);
        assertThat(largestQueued(1024)).isEqualTo(40 * KIB);
    }

    private static int largestQueued(int backlog) {
        return new SocketBudget(DEFAULT.withBacklog(backlog), clients(10_000, 1)).largestQueued();
    }

    @Test
    void a_listener_never_has_more_than_the_next_front_would_get() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBacklog(128), clients(10_000, 1));
        assertThat(budget.queuedSizeAt(0).receiveBuffer()).isEqualTo(budget.largestQueued());
        for (int open = 1; open <= 10_000; open++) {
            assertThat(budget.queuedSizeAt(open).receiveBuffer())
                    .isEqualTo(
                            Math.min(budget.largestQueued(), budget.sizeAt(open).receiveBuffer()));
        }
    }

    @Test
    void memory_for_no_more_than_the_least_is_refused_if_a_backlog_has_none() {
        SocketSettings least = DEFAULT.withMemory(least(100)).withBacklog(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketBudget(least, clients(100, 2)))
                .withMessage(
                        "sockets.memory: 3276800 (expected: >= 3440640 for 100 front connections, 100 back connections"
                                + " and 20 in the backlog)");
    }

    @Test
    void a_backlog_that_is_left_to_the_kernel_costs_nothing_here() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBuffers(64 * KIB, 0), clients(100, 1));
        assertThat(budget.backlogBytes()).isZero();
        assertThat(budget.queuedSizeAt(0).receiveBuffer()).isZero();
    }

    /**
     * Clients connect, are accepted and go, back connections are opened, become idle, are used again and closed, in any order and with pauses:
     * an acceptor counts, fits the listeners, and only then accepts.
     */
    @Test
    void whatever_the_order_in_which_fronts_and_backs_come_and_go_all_buffers_stay_within_the_bound() {
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SocketCounts most = new SocketCounts(random.nextInt(1, 120), random.nextInt(1, 300), random.nextInt(1, 4));
            SocketSettings settings = DEFAULT.withBacklog(random.nextInt(1, 40));
            long least = SocketBudget.leastBytes(settings, most);
            long memory = random.nextLong(least, SocketBudget.mostBytes(settings, most) + 1);
            SocketBudget budget = new SocketBudget(settings.withMemory(memory), most);
            new KernelModel(random, most, settings.backlog(), budget).run();
        }
    }

    /** So many clients, each with an exchange that has a back connection. */
    private static SocketCounts clients(int count, int listeners) {
        return new SocketCounts(count, count, listeners);
    }

    private static long least(int clients) {
        return SocketBudget.leastBytes(DEFAULT, clients(clients, 0));
    }

    private static long most(int clients) {
        return SocketBudget.mostBytes(DEFAULT, clients(clients, 0));
    }
}
