package io.weir.stall.report;

import static io.weir.stall.report.OutcomeFixture.FILLING;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.harness.Machine;
import io.weir.stall.load.LatenciesFixture;
import io.weir.stall.measure.Sample;
import io.weir.stall.report.Outcome.CrowdOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportTest {

    private static final OutcomeFixture WEIR = OutcomeFixture.good("weir");
    private static final OutcomeFixture RIVAL = OutcomeFixture.good("helidon").atRest(Optional.empty());

    @Test
    void a_row_tells_how_a_proxy_fared() {
        String table = Report.table(List.of(WEIR.outcome())).markdown();

        assertThat(table).isEqualTo("""
                | proxy | alive | begun | full after s | exact | answered | p50 ms | p99 ms | max ms | quiet p99 | ratio | p99 after | RSS MiB | \
                TCP MiB | leased | others' CPU |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                | weir | 10/10 | 9 | 17 | 5/5 | 4/4 | 2.0 | 6.0 | 6.0 | 4.0 | 1.50 | 5.0 | 132 | 50 | 30 | 3 > 7 % |""");
    }

    @Test
    void what_was_not_answered_and_what_has_no_pool_is_a_dash() {
        Outcome outcome = RIVAL.storm(LatenciesFixture.of(4, 250)).outcome();

        assertThat(Report.table(List.of(outcome)).markdown())
                .endsWith(
                        "| helidon | 10/10 | 9 | 17 | 5/5 | 1/4 | - | - | - | 4.0 | - | 5.0 | 132 | 50 | - | 3 > 7 % |");
    }

    @Test
    void a_cgroup_adds_its_columns() {
        String table = Report.table(List.of(WEIR.cgroup(102, 0).outcome())).markdown();

        assertThat(table).contains("| cgroup MiB | its sockets | together | limit hit | killed |");
        assertThat(table).endsWith("| 80 | 22 | 102 | 3 | 0 |");
    }

    @Test
    void medians_are_over_the_rounds_of_each_proxy_and_answers_are_added_up() {
        List<Outcome> rounds = List.of(
                WEIR.outcome(),
                RIVAL.outcome(),
                WEIR.storm(LatenciesFixture.of(4, 2, 4, 4, 8)).outcome(),
                RIVAL.storm(LatenciesFixture.of(4)).outcome(),
                WEIR.storm(LatenciesFixture.of(4, 3, 5, 9, 20)).outcome());

        assertThat(Report.medians(rounds).markdown()).isEqualTo("""
                | median of rounds | answered | p50 ms | p99 ms | quiet p99 | ratio | RSS MiB |
                |---|---:|---:|---:|---:|---:|---:|
                | weir | 12/12 | 4.0 | 8.0 | 4.0 | 2.00 | 132 |
                | helidon | 4/8 | - | - | 4.0 | - | 132 |""");
    }

    @Test
    void notes_tell_levels_and_why_clients_and_requests_failed() {
        Outcome rival = RIVAL.crowd(new CrowdOutcome(10, 9, 7, FILLING, 5, 2, Map.of("reset", 2, "answered 503", 1)))
                .storm(LatenciesFixture.of(4, Map.of("not in time", 3), 1))
                .dead()
                .outcome();

        assertThat(Report.notes(List.of(WEIR.outcome(), rival)).lines())
                .containsExactly(
                        "weir: at most 30 of 32 leased, 2 of the reserve, 20 stalled, 0 waiting, 12 sessions, 4 KiB parked",
                        "helidon: stalled clients: 1 answered 503, 2 reset; small requests: 3 not in time; its process has died");
    }

    @Test
    void a_rival_without_failures_needs_no_note() {
        assertThat(Report.notes(List.of(RIVAL.outcome()))).isEmpty();
    }

    @Test
    void sockets_under_pressure_are_noted() {
        Sample sample = new Sample(0, Machine.tcpPressureBytes() + 1, 0, Optional.empty());

        assertThat(Report.notes(List.of(RIVAL.settled(sample).outcome())))
                .startsWith("helidon: the machine's TCP memory was under pressure, from ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "99.94, 99.9", "100, 100", "1234.5, 1235", "Infinity, -", "NaN, -"})
    void times_have_a_digit_behind_the_point_below_100_ms(double millis, String text) {
        assertThat(Report.millis(millis)).isEqualTo(text);
    }

    @Test
    void mebibytes_are_rounded() {
        assertThat(Report.mebibytes((3 << 20) + (1 << 19) - 1)).isEqualTo("3");
        assertThat(Report.mebibytes((3 << 20) + (1 << 19))).isEqualTo("4");
    }
}
