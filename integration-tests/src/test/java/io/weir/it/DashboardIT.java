package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker/grafana/weir.json} asks Prometheus, asked of one that has scraped the started program. */
final class DashboardIT {

    @TempDir
    Path directory;

    @Test
    void every_expression_has_data_after_traffic() throws IOException {
        List<String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(50);
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server));
                Prometheus prometheus = Prometheus.start(directory, weir.adminAddress())) {
            // A rate needs a value before: both kinds of exchange are counted already when the second round begins.
            use(weir);
            Eventually.holds(
                    "both are seen",
                    () -> prometheus.count("weir_exchanges_total{reason=~\"done|connect-failed\"} > 0") == 2);
            use(weir);
            Set<String> empty = new TreeSet<>(expressions);
            Eventually.passes(() -> {
                empty.removeIf(expression -> prometheus.count(expression) > 0 || mayBeEmpty(expression));
                assertThat(empty).as("without data").isEmpty();
            });
        }
    }

    /** Whether it is of what does not happen here: a refusal, and perhaps a collection of garbage. */
    private static boolean mayBeEmpty(String expression) {
        return expression.contains("buffer-timeout") || expression.contains("jvm_gc_pause");
    }

    private static String configuration(FakeServer server) {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { path = "/main", backend = main }, { path = "/gone", backend = gone } ]
                  }
                  backends.main.servers.one { address = "%s", max-connections = 10 }
                  backends.gone.servers.one.address = "127.0.0.1:1"
                  admin.bind = "127.0.0.1:0"
                }
                """.formatted(server.address());
    }

    private static void use(WeirProcess weir) throws IOException {
        try (Wire client = Wire.to(weir.address())) {
            assertThat(client.get("/main").readMessage().head().status()).isEqualTo(200);
            assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(502);
        }
    }

    private static List<String> expressions() throws IOException {
        Path file = Path.of(System.getProperty("weir.root"), "docker", "grafana", "weir.json");
        List<String> found = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            collect(new Yaml().load(reader), found);
        }
        return found;
    }

    /** Collects the expressions of targets, which are all that is called expr and belongs to a panel. */
    private static void collect(Object part, List<String> found) {
        if (part instanceof Map<?, ?> map) {
            if (map.containsKey("refId") && map.get("expr") instanceof String expression) {
                found.add(filled(expression));
            }
            map.values().forEach(value -> collect(value, found));
        } else if (part instanceof List<?> list) {
            list.forEach(element -> collect(element, found));
        }
    }

    /** An expression as Grafana asks it while everything is chosen. */
    private static String filled(String expression) {
        return expression.replace("$__rate_interval", "1m").replaceAll("\\$(instance|listener|backend)", ".*");
    }
}
