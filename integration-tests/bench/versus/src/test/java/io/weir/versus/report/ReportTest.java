package io.weir.versus.report;

import static io.weir.versus.report.ContestFixture.contest;
import static io.weir.versus.report.ContestFixture.faulty;
import static io.weir.versus.report.ContestFixture.rounds;
import static io.weir.versus.report.ContestFixture.weirAndHaproxy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {

    private static final Bar BAR = Bar.atMostTimes("weir", Quantity.CPU_MICROS, "haproxy", 0.9);

    @Test
    void what_counts_has_its_least_and_most_and_the_ratio_stands_beside_the_rival() {
        assertThat(Report.text(weirAndHaproxy(BAR))).isEqualTo("""
                get-64: small GET
                proxy    requests/s  CPU µs/request    min–max         weir / it
                weir         30,000            24.0  20.0–30.0
                haproxy      30,000            20.0  20.0–30.0  1.00 (0.80–1.50)
                  missed  weir: CPU µs/request at most 0.90 x haproxy: 1.00 (0.80–1.50)""");
    }

    @Test
    void markdown_can_be_pasted() {
        assertThat(Report.markdown(weirAndHaproxy(BAR))).isEqualTo("""
                ### get-64: small GET

                | proxy | requests/s | CPU µs/request | min–max | weir / it |
                |---|---:|---:|---:|---:|
                | weir | 30,000 | 24.0 | 20.0–30.0 |  |
                | haproxy | 30,000 | 20.0 | 20.0–30.0 | 1.00 (0.80–1.50) |

                - **missed**: weir: CPU µs/request at most 0.90 x haproxy: 1.00 (0.80–1.50)""");
    }

    @Test
    void the_summary_has_a_row_for_every_bar() {
        assertThat(Report.summary(List.of(weirAndHaproxy(BAR))).markdown()).isEqualTo("""
                | scenario | bar | found | verdict |
                |---|---:|---:|---:|
                | get-64 | weir: CPU µs/request at most 0.90 x haproxy | 1.00 (0.80–1.50) | missed |""");
    }

    @Test
    void two_weirs_are_compared_with_each_other() {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rounds.put("weir", rounds(20));
        rounds.put("weir-b", rounds(25));

        assertThat(Report.table(contest(List.of(), rounds)).markdown())
                .contains("| weir / it | weir-b / it |")
                .contains("|  | 1.25 (1.25–1.25) |")
                .contains("| 0.80 (0.80–0.80) |  |");
    }

    @Test
    void a_round_that_does_not_count_says_so_and_has_no_figures() {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rounds.put("weir", rounds(20));
        rounds.put("nginx", List.of(faulty("Non-2xx or 3xx responses: 17")));

        assertThat(Report.text(contest(List.of(), rounds)).lines())
                .anyMatch(line -> line.matches("nginx( +-){4}"))
                .contains("nginx, round 1 does not count: Non-2xx or 3xx responses: 17");
    }
}
