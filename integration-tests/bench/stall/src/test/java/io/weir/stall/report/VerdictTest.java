package io.weir.stall.report;

import static io.weir.stall.report.OutcomeFixture.FILLING;
import static io.weir.stall.report.OutcomeFixture.levels;
import static io.weir.stall.report.OutcomeFixture.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.stall.load.LatenciesFixture;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.report.Outcome.CrowdOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VerdictTest {

    private static final int BUFFERS = 28;
    private static final OutcomeFixture GOOD = OutcomeFixture.good("weir");

    @Test
    void a_round_in_which_all_is_well_is_above_the_bar() {
        Verdict verdict = verdict(GOOD);

        assertThat(verdict.isPassed()).isTrue();
        assertThat(verdict.text()).doesNotContain("FAIL");
    }

    @ParameterizedTest
    @MethodSource("shortcomings")
    void one_shortcoming_is_enough_and_is_named(OutcomeFixture round, String line) {
        Verdict verdict = verdict(round);

        assertThat(verdict.isPassed()).isFalse();
        assertThat(verdict.text().lines().filter(text -> text.startsWith("  FAIL")))
                .singleElement()
                .asString()
                .matches("  FAIL  " + line);
    }

    static Stream<Arguments> shortcomings() {
        return Stream.of(
                Arguments.of(GOOD.storm(LatenciesFixture.of(4, 1, 2, 3, 9)), "p99 at most twice .* 2.25 times"),
                Arguments.of(
                        GOOD.crowd(new CrowdOutcome(10, 9, 9, FILLING, 5, 5, Map.of())),
                        "every stalled .* 9 of 10, 0 ended.*"),
                Arguments.of(
                        GOOD.crowd(new CrowdOutcome(10, 9, 10, FILLING, 5, 5, Map.of("reset", 2))),
                        "every stalled session alive .* 10 of 10, 2 ended by the end"),
                Arguments.of(
                        GOOD.crowd(new CrowdOutcome(10, 9, 10, FILLING, 5, 4, Map.of())),
                        "byte-exact at last .* 4 of 5"),
                Arguments.of(
                        GOOD.settled(sample(100, levels(31, 2, 20))),
                        "leased at most 28 .* 29 \\(31 with the reserve\\)"),
                Arguments.of(
                        GOOD.settled(sample(100, levels(1, 0, 0)), sample(106, levels(1, 0, 0))),
                        "RSS flat .* 100 then 106 MiB"),
                Arguments.of(GOOD.cgroup(193, 0), "in its cgroup, .* 193 of 192 MiB, 0 killed"),
                Arguments.of(GOOD.cgroup(100, 1), "in its cgroup, .* 100 of 192 MiB, 1 killed"),
                Arguments.of(GOOD.atRest(Optional.of(levels(1, 0, 0))), "at rest afterwards .* 1 leased, .*"),
                Arguments.of(
                        GOOD.atRest(Optional.of(new PoolLevels(0, 0, 32, 0, 0, 1, 0, 0, 0, 0))),
                        "at rest afterwards .* 1 rescued, .*"),
                Arguments.of(
                        GOOD.atRest(Optional.of(new PoolLevels(0, 0, 32, 0, 0, 0, 0, 1, 0, 0))),
                        "at rest afterwards .* 1 unwanted events"),
                Arguments.of(GOOD.atRest(Optional.empty()), "at rest afterwards .* no metrics"),
                Arguments.of(GOOD.dead(), "at rest afterwards .*"),
                Arguments.of(GOOD.after(LatenciesFixture.of(2, 1)), "every small request answered after .* 1 of 2"));
    }

    @Test
    void a_request_without_an_answer_fails_both_itself_and_the_p99() {
        Verdict verdict = verdict(GOOD.storm(LatenciesFixture.of(4, 1, 2, 3)));

        assertThat(verdict.text().lines().filter(line -> line.startsWith("  FAIL")))
                .hasSize(2)
                .anyMatch(line -> line.contains("every small request answered") && line.endsWith("3 of 4"));
    }

    @Test
    void of_the_p99_the_median_of_the_rounds_counts() {
        OutcomeFixture slow = GOOD.storm(LatenciesFixture.of(4, 1, 2, 3, 90));

        assertThat(verdict(GOOD, slow, GOOD).isPassed()).isTrue();
        assertThat(verdict(slow, GOOD, slow).isPassed()).isFalse();
    }

    @Test
    void of_everything_else_every_round_counts() {
        OutcomeFixture damaged = GOOD.crowd(new CrowdOutcome(10, 9, 10, FILLING, 5, 4, Map.of()));

        assertThat(verdict(GOOD, damaged, GOOD).isPassed()).isFalse();
    }

    private static Verdict verdict(OutcomeFixture... rounds) {
        List<Outcome> outcomes = Stream.of(rounds).map(OutcomeFixture::outcome).toList();
        return Verdict.of(outcomes, BUFFERS);
    }
}
