package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** No event is lost when meters are removed, in whatever order the two happen. */
final class MeterTableTest {

    private static final String NAME = "web";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterGroups groups = new MeterGroups(registry);
    private final MeterTable<Things> table = new MeterTable<>(groups, (name, group) -> new Things(group));

    // Counted in meters that are removed since, by the reading that decided it: what comes after that shows nowhere.
    private double removed;
    private double lastRead;
    private int removals;

    // Those that were made again included.
    private final LongAdder counts = new LongAdder();

    MeterTableTest() {
        registry.config().onMeterRemoved(meter -> {
            removed += lastRead;
            removals++;
        });
    }

    /** Counts in one meter. */
    private final class Things implements CountedMeters {

        private final MeterGroup group;
        private final Counter counter;
        private Runnable beforeRead = () -> {};
        private Runnable afterRead = () -> {};

        Things(MeterGroup group) {
            this.group = group;
            counter = group.register(registry -> Counter.builder("weir.test").register(registry));
        }

        @Override
        public MeterGroup group() {
            return group;
        }

        @Override
        public double events() {
            beforeRead.run();
            double read = counter.count();
            afterRead.run();
            lastRead = read;
            return read;
        }
    }

    @Test
    void meters_are_removed_by_the_second_sweep_that_finds_them_unused() {
        count();
        sweepUnused();
        assertThat(shown()).isOne();
        sweepUnused();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(removals).isOne();
    }

    @Test
    void a_sweep_that_finds_them_in_use_begins_anew() {
        count();
        sweepUnused();
        table.sweep(NAME::equals);
        sweepUnused();
        assertThat(shown()).isOne();
    }

    @Test
    void an_event_between_sweeps_keeps_them() {
        count();
        sweepUnused();
        count();
        sweepUnused();
        assertThat(shown()).isEqualTo(2);
        sweepUnused();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void meters_that_an_event_has_found_are_kept_if_it_counts_before_their_removal_is_decided() {
        Things found = table.get(NAME);
        sweepUnused();
        found.beforeRead = found.counter::increment;
        sweepUnused();
        assertThat(table.hasLost(NAME, found)).isFalse();
        assertThat(shown()).isOne();
    }

    @Test
    void an_event_that_counts_after_the_removal_was_decided_counts_again() {
        Things found = table.get(NAME);
        sweepUnused();
        found.afterRead = found.counter::increment;
        sweepUnused();
        assertThat(table.hasLost(NAME, found)).isTrue();
        count();
        assertThat(shown()).isOne();
    }

    @Test
    void an_event_that_asks_while_the_removal_is_decided_is_not_counted_twice() {
        Things found = table.get(NAME);
        sweepUnused();
        count();
        found.afterRead = () -> assertThat(found.group().isRemoved()).isTrue();
        sweepUnused();
        assertThat(table.hasLost(NAME, found)).isFalse();
    }

    @Test
    void a_removed_group_registers_nothing_that_shows() {
        Things found = table.get(NAME);
        sweepUnused();
        sweepUnused();
        found.group()
                .register(other -> Counter.builder("weir.late").register(other))
                .increment();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void a_closed_table_makes_meters_that_do_not_show_and_asks_for_no_second_count() {
        table.get(NAME);
        table.close();
        Things late = table.get(NAME);
        late.counter.increment();
        assertThat(table.hasLost(NAME, late)).isFalse();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void no_event_of_several_threads_is_lost_while_meters_are_removed() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> one = events(1, over);
        CompletableFuture<Integer> other = events(2, over);
        while (removals < 300) {
            sweepUnused();
        }
        over.set(true);
        int counted = one.join() + other.join();
        // An event that stands still between its count and its question for longer than two sweeps is counted twice.
        assertThat(removed + shown()).isBetween((double) counted, counts.doubleValue());
    }

    // Now and then a pause, so that sweeps find nothing new.
    private CompletableFuture<Integer> events(long seed, AtomicBoolean over) {
        return CompletableFuture.supplyAsync(() -> {
            Random random = new Random(seed);
            int count = 0;
            while (!over.get()) {
                count();
                count++;
                for (int i = random.nextInt(5_000); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
            return count;
        });
    }

    private void count() {
        Things meters;
        do {
            meters = table.get(NAME);
            meters.counter.increment();
            counts.increment();
        } while (table.hasLost(NAME, meters));
    }

    private void sweepUnused() {
        table.sweep(name -> false);
    }

    private double shown() {
        return table.get(NAME).counter.count();
    }
}
