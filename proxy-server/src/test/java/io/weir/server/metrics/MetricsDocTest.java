package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.server.docs.GeneratedPart;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} lists the metrics that a scrape shows before anything has happened. */
final class MetricsDocTest {

    private final Watched watched = new Watched();
    private final Exposed exposed = Exposed.by(watched);

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void the_document_has_every_metric_of_weir() throws IOException {
        StringBuilder table = new StringBuilder("| Name | Type | Labels | Unit | Meaning |\n|---|---|---|---|---|\n");
        for (String name : exposed.names()) {
            table.append("| `").append(name).append("` | ").append(exposed.type(name));
            table.append(" | ").append(String.join(", ", exposed.labels(name)));
            table.append(" | ")
                    .append(unit(name))
                    .append(" | ")
                    .append(exposed.meaning(name))
                    .append(" |\n");
        }
        GeneratedPart.assertIsUpToDate("metrics.md", table.toString());
    }

    @Test
    void promtool_has_nothing_to_complain_of() throws IOException, InterruptedException {
        assumeTrue(isInPath("promtool"), "promtool is not installed");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        promtool.getOutputStream().write((String.join("\n", watched.scrape()) + "\n").getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        assertThat(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private static String unit(String name) {
        return name.contains("_seconds") ? "seconds" : name.contains("_bytes") ? "bytes" : "";
    }

    private static boolean isInPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }
}
