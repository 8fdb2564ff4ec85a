package io.weir.versus.report;

import static io.weir.versus.report.ContestFixture.weirAndHaproxy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlotTest {

    @Test
    void every_scenario_is_a_line_with_the_median_of_each_proxy() {
        assertThat(Plot.script(List.of(weirAndHaproxy()), List.of("weir", "haproxy", "nginx"), "cpu.png"))
                .contains("set output \"cpu.png\"", "set multiplot layout 1,1")
                .endsWith("""
                        $cpu_micros << END
                        "scenario" "weir" "haproxy" "nginx"
                        "get-64" 24.0000 20.0000 NaN
                        END
                        set ylabel "CPU µs/request"
                        plot for [i=2:4] $cpu_micros using i:xtic(1) title columnheader(i)
                        """);
    }

    @Test
    void a_contest_of_others_is_left_out_and_without_any_there_is_nothing_to_draw() {
        assertThat(Plot.script(List.of(weirAndHaproxy()), List.of("weir"), "cpu.png"))
                .isEmpty();
    }
}
