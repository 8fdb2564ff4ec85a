package io.weir.versus.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.harness.CpuTimes;
import io.weir.versus.report.Quantity;
import org.junit.jupiter.api.Test;

final class MeterTest {

    @Test
    void what_was_used_is_shared_out_among_the_requests() {
        Meter before = new Meter(100, 1000, 1_000_000_000L, new CpuTimes(1000, 400, 100));
        Meter after = new Meter(300, 1500, 5_000_000_000L, new CpuTimes(1800, 1000, 300));

        // 200 ticks are 2 s, in 4 s.
        assertThat(before.until(after, 100_000))
                .containsEntry(Quantity.CPU_MICROS, 20.0)
                .containsEntry(Quantity.WAKE_UPS, 0.005)
                .containsEntry(Quantity.CORE_PERCENT, 50.0)
                .containsEntry(Quantity.OTHERS_PERCENT, 50.0);
    }

    @Test
    void this_process_has_used_some_time_and_been_woken() {
        Meter now = Meter.read(ProcessHandle.current());

        assertThat(now.cpuTicks()).isPositive();
        assertThat(now.wakeUps()).isPositive();
    }
}
