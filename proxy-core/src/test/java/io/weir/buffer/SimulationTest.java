package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random schedules, each compared step by step with a model of the pool.
 *
 * <p>A failure prints its seed and the shortest schedule that still fails. {@code -Dweir.simulation.seed=N} runs that seed alone,
 * {@code -Dweir.simulation.schedules=N} runs more of them.
 */
final class SimulationTest {

    private static final int SCHEDULES = 20_000;

    private final Coverage coverage = new Coverage();

    @Test
    void the_pool_does_what_its_model_does_in_every_schedule() {
        Long seed = Long.getLong("weir.simulation.seed");
        if (seed != null) {
            runSeed(seed);
            return;
        }
        LongConsumer run = this::runSeed;
        LongStream.range(0, Integer.getInteger("weir.simulation.schedules", SCHEDULES))
                .forEach(run);
        assertThat(coverage.missing()).as("cases that never occurred").isEmpty();
    }

    private void runSeed(long seed) {
        Schedule schedule = Schedule.of(seed);
        try {
            Simulation.run(schedule, coverage);
        } catch (AssertionError e) {
            AssertionError shortest = shorten(schedule, e);
            fail(
                    "%s%nreplay: -Dweir.simulation.seed=%d%n%s",
                    shortest.getCause().getMessage(), seed, shortest.getMessage(), shortest.getCause());
        }
    }

    /** Leaves out steps, many at first, as long as it still fails. */
    private static AssertionError shorten(Schedule schedule, AssertionError failure) {
        Schedule shortest = schedule;
        AssertionError reason = failure;
        for (int chunk = schedule.steps().size() / 2; chunk > 0; chunk = chunk > 1 ? chunk / 2 : 0) {
            for (int from = shortest.steps().size() - chunk; from >= 0; from -= chunk) {
                Schedule shorter = shortest.without(from, from + chunk);
                try {
                    Simulation.run(shorter, new Coverage());
                } catch (AssertionError e) {
                    shortest = shorter;
                    reason = e;
                }
            }
        }
        return reason;
    }
}
