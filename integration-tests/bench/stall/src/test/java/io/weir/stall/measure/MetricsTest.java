package io.weir.stall.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final Metrics METRICS = new Metrics("""
            # HELP weir_buffers_leased Buffers in use.
            # TYPE weir_buffers_leased gauge
            weir_buffers_leased 188.0
            weir_buffers_leased_total 9000.0
            weir_buffers_reserve_leased 2.0
            weir_buffers_limit 504.0
            weir_buffers_stalled 187.0
            weir_buffers_waiting{class="start",flow="request"} 3.0
            weir_buffers_waiting{class="finish",flow="response"} 4.0
            weir_buffers_rescued_total 0.0
            weir_buffers_leaked_total 1.0
            weir_events_unwanted_total 2.0
            weir_sessions{listener="web"} 1000.0
            weir_parked_bytes 1.5E7
            jvm_memory_used_bytes{area="heap",id="Eden Space"} 100.0
            jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 20.0
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 3.0
            """);

    @Test
    void a_name_is_the_whole_name_and_its_series_are_added_up() {
        assertThat(METRICS.sum("weir_buffers_leased")).isEqualTo(188);
        assertThat(METRICS.sum("weir_buffers_waiting")).isEqualTo(7);
        assertThat(METRICS.sum("weir_parked_bytes")).isEqualTo(15_000_000);
    }

    @Test
    void labels_narrow_it_down() {
        assertThat(METRICS.sum("jvm_memory_used_bytes{area=\"heap\"")).isEqualTo(120);
        assertThat(METRICS.sum("weir_sessions{listener=\"web\"")).isEqualTo(1000);
    }

    @Test
    void what_is_not_there_is_zero() {
        assertThat(METRICS.sum("weir_buffers")).isZero();
        assertThat(new Metrics("").sum("weir_buffers_leased")).isZero();
    }

    @Test
    void levels_are_each_found_under_its_name() {
        PoolLevels levels = PoolLevels.of(METRICS);

        assertThat(levels).isEqualTo(new PoolLevels(188, 2, 504, 187, 7, 0, 1, 2, 1000, 15_000_000));
        assertThat(levels.ordinary()).isEqualTo(186);
        assertThat(levels.isQuiet()).isFalse();
        assertThat(PoolLevels.of(new Metrics("")).isQuiet()).isTrue();
    }
}
