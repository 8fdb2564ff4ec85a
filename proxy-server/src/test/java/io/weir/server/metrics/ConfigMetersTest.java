package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfigMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long millis = 1_000_000;
    private final ConfigMeters meters = new ConfigMeters(registry, () -> millis);

    @ParameterizedTest
    @EnumSource
    void each_result_has_a_series_from_the_start_and_is_counted(ReloadResult result) {
        assertThat(count(result)).isZero();
        meters.tell(outcome(result, "new"));
        assertThat(count(result)).isOne();
    }

    @Test
    void the_start_is_a_success() {
        assertThat(gauge("weir.config.last.success.timestamp")).isEqualTo(1_000);
        assertThat(gauge("weir.config.stale")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TAKEN", "UNCHANGED"})
    void a_refusal_makes_the_configuration_stale_and_is_no_success(ReloadResult refused) {
        millis = 2_000_000;
        meters.tell(outcome(refused, "old"));
        assertThat(gauge("weir.config.stale")).isOne();
        assertThat(gauge("weir.config.last.success.timestamp")).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKEN", "UNCHANGED"})
    void files_that_say_what_runs_end_it(ReloadResult current) {
        meters.tell(outcome(ReloadResult.REJECTED, "old"));
        millis = 2_000_000;
        meters.tell(outcome(current, "new"));
        assertThat(gauge("weir.config.stale")).isZero();
        assertThat(gauge("weir.config.last.success.timestamp")).isEqualTo(2_000);
    }

    @Test
    void files_that_change_at_every_reading_make_the_configuration_stale_until_they_settle() {
        meters.unsettled();
        assertThat(gauge("weir.config.stale")).isOne();
        meters.settled();
        assertThat(gauge("weir.config.stale")).isZero();
    }

    @Test
    void a_refusal_stays_stale_when_unsettled_files_settle() {
        meters.tell(outcome(ReloadResult.REJECTED, "old"));
        meters.unsettled();
        meters.settled();
        assertThat(gauge("weir.config.stale")).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKEN", "UNCHANGED"})
    void a_reload_of_unsettled_files_that_is_current_ends_it(ReloadResult current) {
        meters.unsettled();
        meters.tell(outcome(current, "new"));
        assertThat(gauge("weir.config.stale")).isZero();
    }

    @Test
    void a_scrape_shows_the_hash_of_the_running_configuration_and_no_other() {
        meters.refresh();
        assertThat(hashes()).isEmpty();
        meters.runs("old");
        meters.refresh();
        assertThat(hashes()).containsExactly("old");
        meters.tell(outcome(ReloadResult.TAKEN, "new"));
        assertThat(hashes()).as("before the next scrape").containsExactly("old");
        meters.refresh();
        assertThat(hashes()).containsExactly("new");
    }

    @Test
    void a_refusal_leaves_the_hash() {
        meters.runs("old");
        meters.tell(outcome(ReloadResult.REJECTED, "old"));
        meters.refresh();
        assertThat(hashes()).containsExactly("old");
    }

    private List<String> hashes() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals("weir.config.info"))
                .map(id -> String.valueOf(id.getTag("hash")))
                .toList();
    }

    private double gauge(String name) {
        Gauge gauge = registry.get(name).gauge();
        return gauge.value();
    }

    private double count(ReloadResult result) {
        return registry.get("weir.config.reloads")
                .tag("result", result.word())
                .counter()
                .count();
    }

    private static ReloadOutcome outcome(ReloadResult result, String hash) {
        return new ReloadOutcome(result, 2, hash, List.of(), List.of(), List.of());
    }
}
