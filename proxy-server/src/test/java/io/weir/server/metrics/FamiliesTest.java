package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics are written one by one. */
final class FamiliesTest {

    private final Families families = new Families();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> writtenBefore = new ArrayList<>();

    @Test
    void a_metric_is_collected_when_the_one_before_has_been_written() throws IOException {
        families.register(gauge("one"));
        families.register(gauge("two"));
        families.register(gauge("three"));
        write();
        assertThat(writtenBefore).doesNotHaveDuplicates().hasSize(3).startsWith(0);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("# TYPE one gauge\none 1.0\n# TYPE two gauge\ntwo 1.0\n# TYPE three gauge\nthree 1.0\n");
    }

    @Test
    void a_metric_that_was_removed_is_not_written() throws IOException {
        MultiCollector one = gauge("one");
        families.register(one);
        families.register(gauge("two"));
        families.unregister(one);
        write();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("# TYPE two gauge\ntwo 1.0\n");
    }

    private void write() throws IOException {
        families.write(out, PrometheusTextFormatWriter.create());
    }

    private MultiCollector gauge(String name) {
        return () -> {
            writtenBefore.add(out.size());
            return MetricSnapshots.of(GaugeSnapshot.builder()
                    .name(name)
                    .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
                    .build());
        };
    }
}
