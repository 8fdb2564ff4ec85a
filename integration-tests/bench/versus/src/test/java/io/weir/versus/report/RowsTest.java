package io.weir.versus.report;

import static io.weir.versus.report.ContestFixture.contest;
import static io.weir.versus.report.ContestFixture.faulty;
import static io.weir.versus.report.ContestFixture.round;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowsTest {

    @Test
    void every_figure_of_every_round_is_a_line_and_says_whether_it_counts() {
        Contest contest = contest(List.of(), Map.of("weir", List.of(round(20.5), faulty("it broke"))));

        assertThat(Rows.of(List.of(contest)))
                .containsExactly(
                        "scenario\tproxy\tround\tcounts\tquantity\tvalue",
                        "get-64\tweir\t1\tyes\trequests/s\t30000.000000",
                        "get-64\tweir\t1\tyes\tCPU µs/request\t20.500000",
                        "get-64\tweir\t2\tno\tCPU µs/request\t1.000000");
    }
}
