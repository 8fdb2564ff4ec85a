package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Scrape;
import io.weir.kit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin listener, as Prometheus and a load balancer see it. */
final class MetricsIT {

    private static final int BUFFERS = 2;
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(weir_[a-z_]+)` \\|");

    @TempDir
    Path directory;

    @Test
    void after_traffic_the_page_has_what_is_documented_and_nothing_else() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server))) {
            use(weir);
            Set<String> shown = weir.metrics().names().stream()
                    .filter(name -> name.startsWith("weir_"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(shown).isEqualTo(documented());
        }
    }

    @Test
    void what_is_counted_is_what_happened() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server))) {
            use(weir);
            Scrape now = weir.metrics();
            assertThat(now.count("weir_exchanges_total", "backend=\"main\"", "code=\"2xx\"", "reason=\"done\""))
                    .isEqualTo(2);
            assertThat(now.count(
                            "weir_exchanges_total", "backend=\"gone\"", "code=\"5xx\"", "reason=\"connect-failed\""))
                    .isOne();
            assertThat(now.count("weir_exchanges_total", "backend=\"\"", "code=\"4xx\"", "reason=\"no-route\""))
                    .isOne();
            assertThat(now.count("weir_connect_failures_total", "backend=\"gone\"", "server=\"one\""))
                    .isOne();
            assertThat(now.count("weir_sessions_opened_total")).isOne();
            assertThat(now.count("weir_received_bytes_total")).isPositive();
            assertThat(now.count("weir_sent_bytes_total")).isPositive();
        }
    }

    @Test
    void promtool_finds_nothing_to_complain_of() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server))) {
            use(weir);
            Path page = Files.writeString(
                    directory.resolve("page"), weir.admin("/metrics").body());
            Finished.run(Tool.PROMTOOL.with("check", "metrics"), page).succeeded();
        }
    }

    @Test
    void metrics_health_and_status_answer_while_all_buffers_are_held() throws IOException {
        try (StalledUploads uploads = StalledUploads.prepare();
                WeirProcess weir = WeirProcess.http(
                        directory,
                        uploads.address(),
                        "weir.buffers { count = " + BUFFERS + ", reserve = 0, stall-quota = 1, client-share = 1 }")) {
            uploads.holdAll(weir, "main", BUFFERS);
            Scrape now = weir.metrics();
            assertThat(now.count("weir_buffers_leased")).isEqualTo(now.count("weir_buffers_limit"));
            assertThat(weir.admin("/health/live").statusCode()).isEqualTo(200);
            assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);
            assertThat(weir.admin("/status").body()).contains("\"leased\":" + BUFFERS + ",\"limit\":" + BUFFERS);
        }
    }

    private static String configuration(FakeServer server) {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { path = "/main", backend = main }, { path = "/gone", backend = gone } ]
                  }
                  backends.main.servers.one.address = "%s"
                  backends.gone.servers.one.address = "127.0.0.1:1"
                  admin.bind = "127.0.0.1:0"
                }
                """.formatted(server.address());
    }

    private static void use(WeirProcess weir) throws IOException {
        try (Wire client = Wire.to(weir.address())) {
            assertThat(client.get("/main/1").readMessage().head().status()).isEqualTo(200);
            assertThat(client.get("/gone").readMessage().head().status()).isEqualTo(502);
            assertThat(client.get("/main/2").readMessage().head().status()).isEqualTo(200);
            assertThat(client.get("/other").readMessage().head().status()).isEqualTo(404);
        }
        // The last exchange is counted a moment after its last byte has arrived.
        Eventually.passes(() -> {
            Scrape now = weir.metrics();
            assertThat(now.count("weir_exchanges_total")).isEqualTo(4);
            assertThat(now.count("weir_exchange_seconds_count")).isEqualTo(4);
        });
    }

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of(System.getProperty("weir.root"), "docs", "metrics.md"));
        return DOCUMENTED
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
