package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import io.weir.kit.Http;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus has of Weir, asked of Prometheus. */
final class PrometheusIT {

    private static final int VARIED = 300;
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"");

    private static Net net;
    private static Box node;
    private static Weir weir;
    private static Box prometheus;

    @BeforeAll
    static void start() {
        net = Net.create();
        node = Servers.node(net, "node");
        weir = Weir.configured(net, """
                weir {
                  listeners.web { bind = ":8080", routes = [ { path = "/busy", backend = limited }, { path = "/", backend = node } ] }
                  backends.node.servers.one.address = "%1$s"
                  backends.limited.servers.one { address = "%1$s", max-connections = 1 }
                  admin.bind = ":9901"
                }
                """.formatted(node.at(Servers.NODE)));
        prometheus = Servers.prometheus(net, weir.box().at(Weir.ADMIN));
    }

    @AfterAll
    static void stop() {
        Closing.all(prometheus, weir, node, net);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up == 1",
                "weir_build_info == 1",
                "weir_buffers_leased / weir_buffers_limit <= 1",
                "sum(weir_buffers_waiting) == 0",
                "weir_buffers_oldest_wait_seconds == 0",
                "weir_sessions <= weir_sessions_limit",
                "weir_buffers_leaked_total + weir_buffers_rescued_total + weir_events_unwanted_total == 0",
                "jvm_buffer_memory_used_bytes{id='direct'} > 0",
                "scrape_samples_scraped > 50",
            })
    void it_has_a_value_for(String expression) {
        Eventually.holds(expression, () -> !value(expression).isEmpty());
    }

    @Test
    void exchanges_and_waits_are_counted() throws Exception {
        Thread[] clients = new Thread[4];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Thread(() -> weir.get("/busy"), "client");
            clients[i].start();
        }
        for (Thread each : clients) {
            each.join();
        }
        Eventually.holds(
                "exchanges",
                () -> value("sum(weir_exchanges_total{backend='limited', reason='done', code='2xx'})")
                        .equals("4"));
        Eventually.holds(
                "waits",
                () -> value("weir_slot_wait_seconds_count{listener='web'} > 0 and weir_slot_wait_seconds_sum > 0")
                        .matches("[1-4]"));
    }

    @Test
    void nothing_that_clients_send_becomes_a_series() throws IOException {
        for (int i = 0; i < 2; i++) {
            varied(i);
        }
        String all = "count({job='weir', __name__=~'weir_.*'})";
        awaitScraped(2);
        String before = value(all);
        for (int i = 2; i < VARIED; i++) {
            varied(i);
        }
        awaitScraped(VARIED);
        assertThat(value(all)).as("series after requests of %s kinds", VARIED).isEqualTo(before);
        assertThat(weir.admin("/metrics").body()).doesNotContain("varied");
    }

    /** A request, answered, and a wrong one, refused, that nobody else sends. */
    private static void varied(int i) throws IOException {
        try (Wire client = Wire.to(weir.address())) {
            client.request("GET", "/name?varied=" + i, "Host: varied" + i + ".test", "User-Agent: varied/" + i);
            assertThat(client.readMessage().head().status()).isEqualTo(200);
            client.request("VARIED" + i, "/varied", "Host: varied" + i + ".test", "Bad Field " + i + ": varied");
            assertThat(client.readMessage().head().status()).isEqualTo(400);
        }
    }

    /** Waits until Prometheus knows of so many refused requests of the test. */
    private static void awaitScraped(int refused) {
        Eventually.holds(
                "it was scraped",
                () -> value("sum(weir_exchanges_total{code='4xx', backend=''})").equals(String.valueOf(refused)));
    }

    /** The value of the first series of an instant query; nothing if there is none. */
    private static String value(String expression) {
        URI url = URI.create(
                "http://127.0.0.1:" + prometheus.published(Servers.PROMETHEUS).getPort() + "/api/v1/query?query="
                        + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        HttpResponse<String> response = Http.get(url);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Matcher value = VALUE.matcher(response.body());
        return value.find() ? value.group(1) : "";
    }
}
