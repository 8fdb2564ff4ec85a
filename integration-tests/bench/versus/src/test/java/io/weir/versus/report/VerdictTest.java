package io.weir.versus.report;

import static io.weir.versus.report.ContestFixture.contest;
import static io.weir.versus.report.ContestFixture.faulty;
import static io.weir.versus.report.ContestFixture.weirAndHaproxy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    @Test
    void the_median_of_the_ratios_meets_a_bar_or_misses_it() {
        assertThat(judge(Bar.atMostTimes("weir", Quantity.CPU_MICROS, "haproxy", 1.0)))
                .isEqualTo(new Verdict("met", "weir: CPU µs/request at most 1.00 x haproxy", "1.00 (0.80–1.50)"));
        assertThat(judge(Bar.atMostTimes("weir", Quantity.CPU_MICROS, "haproxy", 0.9)))
                .isEqualTo(new Verdict("missed", "weir: CPU µs/request at most 0.90 x haproxy", "1.00 (0.80–1.50)"));
        assertThat(judge(Bar.atLeastTimes("weir", Quantity.CPU_MICROS, "haproxy", 1.1))
                        .isMissed())
                .isTrue();
    }

    @Test
    void a_bar_without_a_rival_is_about_the_figure_itself() {
        assertThat(judge(Bar.atMost("weir", Quantity.CPU_MICROS, 24)))
                .isEqualTo(new Verdict("met", "weir: CPU µs/request at most 24", "24.0 (20.0–30.0)"));
        assertThat(judge(Bar.atMost("weir", Quantity.CPU_MICROS, 23.5)))
                .isEqualTo(new Verdict("missed", "weir: CPU µs/request at most 23.50", "24.0 (20.0–30.0)"));
    }

    @Test
    void where_no_round_counts_nothing_is_known_and_nothing_is_met() {
        Bar bar = Bar.atMost("weir", Quantity.CPU_MICROS, 24);

        List<Verdict> verdicts = Verdict.of(contest(List.of(bar), Map.of("weir", List.of(faulty("it broke")))));

        assertThat(verdicts).containsExactly(new Verdict("unknown", "weir: CPU µs/request at most 24", ""));
        assertThat(verdicts.get(0).isMissed()).isTrue();
    }

    @Test
    void a_bar_whose_rival_or_subject_does_not_take_part_is_left_out() {
        assertThat(Verdict.of(weirAndHaproxy(
                        Bar.atMostTimes("weir", Quantity.CPU_MICROS, "nginx", 1),
                        Bar.atMost("weir-25", Quantity.CPU_MICROS, 1))))
                .isEmpty();
    }

    private static Verdict judge(Bar bar) {
        return Verdict.of(weirAndHaproxy(bar)).get(0);
    }
}
