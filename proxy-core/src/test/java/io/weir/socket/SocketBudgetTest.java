package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketBudgetTest {

    private static final int KIB = 1024;
    private static final long MIB = 1L << 20;
    private static final SocketSettings DEFAULT = SocketSettings.DEFAULT;

    @Test
    void who_comes_first_gets_the_largest_size_and_who_comes_last_the_least() {
        SocketBudget budget = new SocketBudget(DEFAULT, 10_000, 0);
        assertThat(budget.sizeAt(1)).isEqualTo(new SocketSize(0, 384 * KIB, 640 * KIB));
        assertThat(budget.sizeAt(budget.largest())).isEqualTo(budget.sizeAt(1));
        assertThat(budget.sizeAt(budget.largest() + 1)).isEqualTo(new SocketSize(1, 192 * KIB, 320 * KIB));
        assertThat(budget.sizeAt(10_000).sendBuffer()).isLessThanOrEqualTo(6 * KIB);
    }

    @Test
    void a_share_never_rises_with_the_number_of_sessions() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(400 * MIB), 10_000, 0);
        for (int open = 2; open <= 10_000; open++) {
            assertThat(budget.shareBytes(open)).isLessThanOrEqualTo(budget.shareBytes(open - 1));
            assertThat(budget.sizeAt(open).index())
                    .isGreaterThanOrEqualTo(budget.sizeAt(open - 1).index());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1000, 5000, 10_000})
    void the_shares_of_all_add_up_to_the_bound_and_never_more(int connections) {
        long least = connections * SocketBudget.leastBytes(DEFAULT);
        long most = connections * SocketBudget.mostBytes(DEFAULT);
        for (long bound :
                new long[] {least, least + 1, least + (most - least) / 100, (least + most) / 2, most, 2 * most}) {
            SocketBudget budget = new SocketBudget(DEFAULT.withMemory(bound), connections, 0);
            long sum = 0;
            for (int open = 1; open <= connections; open++) {
                sum += budget.shareBytes(open);
            }
            assertThat(sum).isEqualTo(budget.bytes()).isBetween(least, Math.min(bound, most));
        }
    }

    @Test
    void little_of_the_bound_is_left_unused() {
        for (int percent = 30; percent <= 100; percent += 10) {
            long bound = 10_000 * SocketBudget.leastBytes(DEFAULT) + percent * (10 * MIB);
            assertThat(new SocketBudget(DEFAULT.withMemory(bound), 10_000, 0).bytes())
                    .isGreaterThan(bound * 9 / 10);
        }
    }

    @Test
    void with_memory_for_all_everyone_gets_the_largest_size() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(100 * SocketBudget.mostBytes(DEFAULT)), 100, 0);
        assertThat(budget.largest()).isEqualTo(100);
        assertThat(budget.sizeAt(100).index()).isZero();
    }

    @Test
    void with_no_more_than_the_least_for_each_everyone_gets_the_least() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(100 * SocketBudget.leastBytes(DEFAULT)), 100, 0);
        assertThat(budget.sizeAt(2).isLeast()).isTrue();
        assertThat(budget.sizeAt(100).isLeast()).isTrue();
        assertThat(budget.bytes()).isEqualTo(100 * SocketBudget.leastBytes(DEFAULT));
    }

    @Test
    void less_than_the_least_for_each_is_refused() {
        SocketSettings tooLittle = DEFAULT.withMemory(100 * SocketBudget.leastBytes(DEFAULT) - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketBudget(tooLittle, 100, 0))
                .withMessage("sockets.memory: 3276799 (expected: >= 3276800 for 100 connections and 0 in the backlog)");
    }

    @Test
    void what_is_left_to_the_kernel_is_not_counted_and_never_set() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBuffers(0, 0), 10_000, 0);
        assertThat(budget.bytes()).isZero();
        assertThat(budget.sizeAt(1)).isEqualTo(budget.sizeAt(10_000)).isEqualTo(new SocketSize(0, 0, 0));
        SocketBudget half = new SocketBudget(DEFAULT.withBuffers(0, 64 * KIB), 10_000, 0);
        assertThat(half.sizeAt(10_000).sendBuffer()).isZero();
        assertThat(half.sizeAt(10_000).receiveBuffer()).isPositive().isLessThan(64 * KIB);
    }

    /** Whoever comes and goes: what the open sessions were promised stays within the bound, and nobody was made smaller. */
    @Test
    void whatever_the_order_of_coming_and_going_the_shares_of_the_open_never_exceed_the_bound() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int connections = random.nextInt(1, 300);
            long least = connections * SocketBudget.leastBytes(DEFAULT);
            long most = connections * SocketBudget.mostBytes(DEFAULT);
            long bound = random.nextLong(least, most + 1);
            comeAndGo(random, connections, new SocketBudget(DEFAULT.withMemory(bound), connections, 0));
        }
    }

    private static void comeAndGo(SplittableRandom random, int connections, SocketBudget budget) {
        List<Long> shares = new ArrayList<>();
        long promised = 0;
        int tendency = 50;
        for (int step = 0; step < 3000; step++) {
            if (step % 100 == 0) {
                tendency = random.nextInt(5, 96);
            }
            boolean comes = random.nextInt(100) < tendency;
            if (comes && shares.size() < connections) {
                long share = budget.shareBytes(shares.size() + 1);
                shares.add(share);
                promised += share;
            } else if (!comes && !shares.isEmpty()) {
                promised -= shares.remove(random.nextInt(shares.size()));
            }
            assertThat(promised).isLessThanOrEqualTo(budget.bytes());
        }
    }

    /**
     * The worst that can be done: fill up, keep those that came late, whose shares are small, let the others go and come again.
     * They cannot come at a lower count than there are open.
     */
    @Test
    void to_keep_the_small_and_let_the_large_come_again_gains_nothing() {
        SocketBudget budget = new SocketBudget(DEFAULT.withMemory(64 * MIB), 1000, 0);
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

    /** Back connections are taken into use and given up many times in the life of a session. */
    @Test
    void shares_that_are_taken_at_the_count_of_the_moment_never_exceed_the_bound_either() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int connections = random.nextInt(1, 100);
            long least = connections * SocketBudget.leastBytes(DEFAULT);
            long most = connections * SocketBudget.mostBytes(DEFAULT);
            SocketBudget budget =
                    new SocketBudget(DEFAULT.withMemory(random.nextLong(least, most + 1)), connections, 0);
            takeAndGiveUp(random, connections, budget);
        }
    }

    private static void takeAndGiveUp(SplittableRandom random, int connections, SocketBudget budget) {
        List<Long> inUse = new ArrayList<>();
        int tendency = 50;
        for (int step = 0; step < 3000; step++) {
            if (step % 100 == 0) {
                tendency = random.nextInt(5, 96);
            }
            boolean comes = random.nextInt(100) < tendency;
            if (comes && inUse.size() < connections) {
                inUse.add(0L);
            } else if (!comes && !inUse.isEmpty()) {
                inUse.remove(random.nextInt(inUse.size()));
            }
            if (!inUse.isEmpty()) {
                inUse.set(random.nextInt(inUse.size()), 0L);
                inUse.set(random.nextInt(inUse.size()), budget.shareBytes(inUse.size()));
            }
            assertThat(inUse.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(budget.bytes());
        }
    }

    @Test
    void a_backlog_takes_no_more_than_a_quarter_where_there_is_more_than_the_least() {
        for (int backlog : new int[] {1, 16, 64, 128, 1024, 65_535}) {
            for (long memory : new long[] {8 * MIB, 64 * MIB, 512 * MIB, 4096 * MIB}) {
                SocketSettings settings = DEFAULT.withBacklog(backlog).withMemory(memory);
                long least = SocketBudget.leastBytes(settings, 100, 2);
                if (memory >= least) {
                    SocketBudget budget = new SocketBudget(settings, 100, 2);
                    long leastBacklog = SocketBudget.leastBytes(settings, 0, 2);
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
        return new SocketBudget(DEFAULT.withBacklog(backlog), 10_000, 1).largestQueued();
    }

    @Test
    void a_listener_never_has_more_than_the_next_session_would_get() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBacklog(128), 10_000, 1);
        assertThat(budget.queuedSizeAt(0).receiveBuffer()).isEqualTo(budget.largestQueued());
        for (int open = 1; open <= 10_000; open++) {
            assertThat(budget.queuedSizeAt(open).receiveBuffer())
                    .isEqualTo(
                            Math.min(budget.largestQueued(), budget.sizeAt(open).receiveBuffer()));
        }
    }

    @Test
    void memory_for_no_more_than_the_least_is_refused_if_a_backlog_has_none() {
        SocketSettings least =
                DEFAULT.withMemory(100 * SocketBudget.leastBytes(DEFAULT)).withBacklog(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketBudget(least, 100, 2))
                .withMessage(
                        "sockets.memory: 3276800 (expected: >= 3440640 for 100 connections and 20 in the backlog)");
    }

    @Test
    void a_backlog_that_is_left_to_the_kernel_costs_nothing_here() {
        SocketBudget budget = new SocketBudget(DEFAULT.withBuffers(64 * KIB, 0), 100, 1);
        assertThat(budget.backlogBytes()).isZero();
        assertThat(budget.queuedSizeAt(0).receiveBuffer()).isZero();
    }

    /** Connects, accepts and closes in any order, with pauses: an acceptor counts, fits the listeners, and only then accepts. */
    @Test
    void whatever_the_order_of_connecting_accepting_and_closing_what_is_queued_and_open_stays_within_the_bound() {
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int connections = random.nextInt(1, 120);
            int listeners = random.nextInt(1, 4);
            SocketSettings settings = DEFAULT.withBacklog(random.nextInt(1, 40));
            long least = SocketBudget.leastBytes(settings, connections, listeners);
            long most = SocketBudget.mostBytes(settings, connections, listeners);
            SocketBudget budget =
                    new SocketBudget(settings.withMemory(random.nextLong(least, most + 1)), connections, listeners);
            new KernelModel(random, connections, listeners, settings.backlog(), budget).run();
        }
    }
}
