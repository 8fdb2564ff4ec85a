package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.weir.GenerationStatus;
import io.weir.ServerStatus;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Micrometer holds the source of a meter weakly: a meter whose source is collected keeps its last value, or has none, for ever. */
final class LiveMetersTest {

    /** Constant by nature. */
    private static final Set<String> CONSTANT =
            Set.of("weir.build.info", "weir.buffer.size", "weir.config.info", "weir.config.last.success.timestamp");

    private final Watched watched = new Watched();

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void every_level_and_function_counter_of_weir_follows_its_source_after_a_collection() {
        Map<Meter.Id, Double> before = values("weir.");
        assertThat(before).isNotEmpty();
        collectGarbage();
        everythingChanges();
        Map<Meter.Id, Double> after = values("weir.");
        before.keySet().removeIf(id -> CONSTANT.contains(id.getName()));
        before.forEach((id, value) -> assertThat(after.get(id)).as("%s", id).isNotEqualTo(value));
    }

    @Test
    void every_value_of_the_jvm_is_still_read_after_a_collection() {
        Map<Meter.Id, Double> before = values("");
        before.values().removeIf(value -> Double.isNaN(value));
        collectGarbage();
        Map<Meter.Id, Double> after = values("");
        before.keySet().forEach(id -> assertThat(after.get(id)).as("%s", id).isNotNaN());
    }

    @Test
    void cpu_time_goes_on_after_a_collection() {
        collectGarbage();
        double before = value("process.cpu");
        do {
            collectGarbage();
        } while (value("process.cpu") <= before);
    }

    /** Levels and counts of which none is what it was. */
    private void everythingChanges() {
        watched.level = new PoolLevel(20, 2, 69, 5, 4, 33, 6, 7, 8, 2_500_000_000L, 600_000_000L, 9, 10, 13);
        ServerStatus server = new ServerStatus("shop", "one", Watched.ADDRESS, true, 2, 3, 50, 4, 5, 16, 15);
        watched.status = new WeirStatus(
                21,
                10_001,
                false,
                false,
                14,
                18,
                true,
                1001,
                5 << 20,
                31,
                16,
                350_000_000,
                17,
                new GenerationStatus(List.of(16L, 17L, 19L), 20, 21, 22_000_000_000L),
                List.of(server));
        watched.droppedLines = 12;
        watched.refused = 18;
        watched.metrics.reloaded(
                new ReloadOutcome(ReloadResult.REJECTED, 1, "0123456789ab", List.of(), List.of("wrong"), List.of()));
    }

    /** Returns when what is only weakly reachable now has been collected. */
    private static void collectGarbage() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (!canary.refersTo(null)) {
            System.gc();
        }
    }

    private double value(String name) {
        return values(name).entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(name))
                .mapToDouble(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
    }

    /** The values of all meters that read a function, by identity. */
    private Map<Meter.Id, Double> values(String prefix) {
        watched.scrape();
        Map<Meter.Id, Double> values = new HashMap<>();
        for (Meter meter : watched.metrics.meters()) {
            if (readsFunction(meter) && meter.getId().getName().startsWith(prefix)) {
                values.put(meter.getId(), firstOf(meter));
            }
        }
        return values;
    }

    private static boolean readsFunction(Meter meter) {
        return meter instanceof Gauge || meter instanceof FunctionCounter;
    }

    private static double firstOf(Meter meter) {
        Measurement first = meter.measure().iterator().next();
        return first.getValue();
    }
}
