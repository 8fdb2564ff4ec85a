package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Debian's Prometheus, which scrapes one target every second under the name weir, and knows the alerts of this repository. */
final class Prometheus implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final ChildProcess process;
    private final URI address;

    private Prometheus(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    static Prometheus start(Path directory, String target) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Prometheus started = launch(directory, target, Ports.free());
            if (started.awaitReady()) {
                return started;
            }
            started.close();
        }
        throw new AssertionError("prometheus has ended " + ATTEMPTS + " times, see " + directory);
    }

    private static Prometheus launch(Path directory, String target, int port) throws IOException {
        Path file = directory.resolve("prometheus.yaml");
        Files.writeString(file, configuration(target));
        ProcessBuilder builder = new ProcessBuilder(Tool.PROMETHEUS.with(
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.out").toFile());
        return new Prometheus(ChildProcess.start(builder), URI.create("http://127.0.0.1:" + port));
    }

    private static String configuration(String target) {
        return """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [ %s ]
                scrape_configs: [ { job_name: weir, static_configs: [ { targets: [ "%s" ] } ] } ]
                """.formatted(
                        Path.of(System.getProperty("weir.root"), "docker/prometheus/alerts.yaml")
                                .toAbsolutePath(),
                        target);
    }

    /** How many series an expression gives now. Fails if it is none that Prometheus understands. */
    int count(String expression) {
        String query = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).as("%s%n%s", expression, answer.body()).isEqualTo(200);
        Map<?, ?> data = (Map<?, ?>) read(answer).get("data");
        return ((List<?>) data.get("result")).size();
    }

    private boolean awaitReady() {
        Eventually.holds("prometheus is ready or has ended", () -> !process.isAlive() || isReady());
        return process.isAlive();
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) {
        return Http.get(address.resolve(path));
    }

    // JSON is YAML.
    private static Map<?, ?> read(HttpResponse<String> answer) {
        return new Yaml().load(answer.body());
    }

    @Override
    public void close() {
        process.close();
    }
}
