package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.conformance.duty.Duty;
import io.weir.conformance.duty.DutyRun;
import io.weir.conformance.proxy.Rivals;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The duties of an intermediary, done by Weir. */
class DutiesIT {

    private static final Path ROOT = Path.of(System.getProperty("weir.root")).toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void weir_does_all_duties_of_an_intermediary() throws Exception {
        Map<Duty, String> all = DutyRun.run(Rivals.byName("weir").orElseThrow(), ROOT, directory, DutyRun.duties());

        Map<String, String> broken = new TreeMap<>();
        all.forEach((duty, what) -> {
            if (!what.isEmpty()) {
                broken.put(duty.group() + ": " + duty.name(), what);
            }
        });
        assertThat(broken).isEmpty();
    }
}
