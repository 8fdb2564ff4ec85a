package io.weir.versus.report;

import static io.weir.versus.report.ContestFixture.contest;
import static io.weir.versus.report.ContestFixture.faulty;
import static io.weir.versus.report.ContestFixture.round;
import static io.weir.versus.report.ContestFixture.rounds;
import static io.weir.versus.report.ContestFixture.weirAndHaproxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.harness.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContestTest {

    @Test
    void a_ratio_is_the_median_of_the_ratios_of_each_round_and_not_of_the_medians() {
        // 1.0, 1.5 and 0.8; the medians are 24 and 20.
        assertThat(weirAndHaproxy().ratio("weir", "haproxy", Quantity.CPU_MICROS))
                .contains(new Spread(1.0, 0.8, 1.5));
    }

    @Test
    void a_round_with_a_fault_counts_for_nobody() {
        Contest contest = contest(
                List.of(),
                Map.of("weir", List.of(faulty("it broke"), round(30)), "haproxy", List.of(round(10), round(20))));

        assertThat(contest.spread("weir", Quantity.CPU_MICROS)).contains(new Spread(30, 30, 30));
        assertThat(contest.ratio("weir", "haproxy", Quantity.CPU_MICROS)).contains(new Spread(1.5, 1.5, 1.5));
        assertThat(contest.faults()).containsExactly("weir, round 1 does not count: it broke");
    }

    @Test
    void of_what_was_not_measured_there_is_nothing() {
        Contest contest = weirAndHaproxy();

        assertThat(contest.spread("weir", Quantity.CPU_PER_GB)).isEmpty();
        assertThat(contest.spread("nginx", Quantity.CPU_MICROS)).isEmpty();
        assertThat(contest.ratio("weir", "nginx", Quantity.CPU_MICROS)).isEmpty();
        assertThat(contest.knows(Quantity.CPU_PER_GB)).isFalse();
        assertThat(contest.knows(Quantity.CPU_MICROS)).isTrue();
    }

    @Test
    void nothing_is_divided_by_a_rival_that_needed_no_time() {
        Contest contest = contest(List.of(), Map.of("weir", rounds(10), "haproxy", rounds(0)));

        assertThat(contest.ratio("weir", "haproxy", Quantity.CPU_MICROS)).isEmpty();
    }

    @Test
    void a_round_can_be_told_more() {
        Round more = round(10).and(Map.of(Quantity.WAKE_UPS, 0.5));

        assertThat(more.values()).containsEntry(Quantity.CPU_MICROS, 10.0).containsEntry(Quantity.WAKE_UPS, 0.5);
        assertThat(faulty("it broke").and(Map.of()).isValid()).isFalse();
    }
}
