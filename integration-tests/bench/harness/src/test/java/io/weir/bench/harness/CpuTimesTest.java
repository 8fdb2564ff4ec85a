package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CpuTimesTest {

    @Test
    void idle_and_waiting_time_is_not_used_and_guests_are_not_counted_twice() {
        List<String> stat = List.of("cpu  1000 200 300 4000 500 60 70 80 900 90", "cpu0 1 2 3 4 5 6 7 8 9 10");

        CpuTimes times = CpuTimes.of(Machine.cpuFields(stat), 42);

        assertThat(times).isEqualTo(new CpuTimes(6210, 1710, 42));
    }

    @Test
    void what_others_take_is_a_part_of_all_that_there_was() {
        CpuTimes before = new CpuTimes(10_000, 4000, 1000);

        assertThat(new CpuTimes(11_000, 4700, 1200).othersPercentSince(before)).isEqualTo(50);
        assertThat(new CpuTimes(11_000, 4200, 1200).othersPercentSince(before)).isZero();
    }

    @Test
    void no_time_at_all_and_ticks_that_are_late_give_no_nonsense() {
        CpuTimes before = new CpuTimes(10_000, 4000, 1000);

        assertThat(before.othersPercentSince(before)).isZero();
        assertThat(new CpuTimes(10_100, 4010, 1020).othersPercentSince(before)).isZero();
    }
}
