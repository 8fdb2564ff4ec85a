package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.route.RouteSettings;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rate()} does not see the event with which a series appears: the series of closed sets exist before any event, with 0. */
final class SeriesFromTheStartTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Set<Ending> NO_EXCHANGE =
            EnumSet.of(Ending.CLIENT_LIMIT, Ending.PROXY_PROTOCOL_UNTRUSTED, Ending.PROXY_PROTOCOL_BAD);
    private static final Pattern REASON = Pattern.compile("reason=\"([^\"]+)\"");

    private final Metrics metrics = new Metrics(settings(), "1.2.3");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void the_build_is_told_with_its_version_and_that_of_java() {
        assertThat(scrape()).contains("weir_build_info{java=\"" + Runtime.version() + "\",version=\"1.2.3\"} 1");
    }

    @Test
    void every_reason_of_an_exchange_has_a_series_at_0() {
        Set<String> expected = Stream.<Reason>concat(
                        EnumSet.complementOf(EnumSet.copyOf(NO_EXCHANGE)).stream(), Stream.of(Violation.values()))
                .map(Reason::word)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(reasons(series("weir_exchanges_total", "listener=\"web\""))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 4xx, no-route, proxy",
        "'', 4xx, bad-host, front",
        "'', 5xx, unsupported-version, front",
        "'', 3xx, done, none",
        "shop, 2xx, done, none",
        "shop, 5xx, buffer-timeout, proxy",
        "shop, none, client-abort, front",
        "shop, 5xx, bad-status-line, back",
        "shop, 4xx, bad-chunk-size, front",
        "shop, 5xx, bad-chunk-size, back",
        "shop, 2xx, bad-chunk-size, back",
        "shop, 2xx, bad-chunk-size, front",
        "shop, 2xx, server-closed, back",
        "shop, 2xx, client-stall-timeout, front",
        "shop, 1xx, tunnel-idle-timeout, proxy"
    })
    void an_exchange_may_end_so(String backend, String code, String reason, String side) {
        assertThat(scrape())
                .contains(
                        "weir_exchanges_total{backend=\"%s\",code=\"%s\",listener=\"web\",reason=\"%s\",side=\"%s\"} 0.0"
                                .formatted(backend, code, reason, side));
    }

    @Test
    void a_relay_has_no_code_and_no_reason_of_http() {
        List<String> series = series("weir_exchanges_total", "listener=\"db\"");
        assertThat(series).isNotEmpty().allMatch(line -> line.contains("code=\"none\"") && line.endsWith("} 0.0"));
        assertThat(reasons(series))
                .contains("done", "connect-failed", "tunnel-idle-timeout")
                .doesNotContain("no-route", "response-head-timeout", "bad-host");
    }

    @Test
    void a_listener_has_no_series_of_a_backend_that_it_does_not_reach() {
        assertThat(series("weir_exchanges_total", "backend=\"store\",code=\"none\",listener=\"web\""))
                .isEmpty();
        assertThat(series("weir_exchanges_total", "backend=\"shop\",code=\"none\",listener=\"db\""))
                .isEmpty();
    }

    @Test
    void every_reason_for_which_a_connect_fails_has_a_series_at_0() {
        assertThat(scrape())
                .contains(
                        "weir_connect_failures_total{backend=\"shop\",reason=\"unknown-server-name\",server=\"one\"} 0.0",
                        "weir_connect_failures_total{backend=\"shop\",reason=\"connect-failed\",server=\"one\"} 0.0",
                        "weir_connect_failures_total{backend=\"shop\",reason=\"connect-timeout\",server=\"one\"} 0.0");
    }

    @Test
    void an_event_counts_in_the_series_that_was_there() {
        int before = ofWeir().size();
        metrics.sessions().connectFailed(Watched.server(settings()), Ending.CONNECT_FAILED);
        assertThat(ofWeir()).hasSize(before);
    }

    @Test
    void the_document_tells_how_many_series_of_exchanges_there_are() throws IOException {
        int alone = Outcome.withoutBackend().size();
        assertThat(Document.text(Path.of("docs/metrics.md")))
                .contains(
                        "%d for each HTTP listener".formatted(alone),
                        "%d for each backend"
                                .formatted(series("weir_exchanges_total", "backend=\"shop\"")
                                        .size()),
                        "%d for the backend of a TCP listener"
                                .formatted(Outcome.ofRelays().size()));
    }

    // Those of the JVM come and go with its threads and pools.
    private List<String> ofWeir() {
        return scrape().stream().filter(line -> line.startsWith("weir_")).toList();
    }

    private List<String> series(String name, String labels) {
        return scrape().stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .toList();
    }

    private static Set<String> reasons(List<String> series) {
        return series.stream()
                .map(REASON::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> scrape() {
        return Watched.scrape(metrics);
    }

    /** The HTTP listener {@code web} leads to {@code shop}, the TCP listener {@code db} to {@code store}. */
    private static WeirSettings settings() {
        return WeirSettings.of(
                List.of(
                        new ListenerSettings("web", ADDRESS, Protocol.HTTP, List.of(RouteSettings.everything("shop"))),
                        new ListenerSettings("db", ADDRESS, Protocol.TCP, List.of(RouteSettings.everything("store")))),
                List.of(
                        new BackendSettings("shop", List.of(ServerSettings.of("one", Watched.ADDRESS))),
                        new BackendSettings("store", List.of(ServerSettings.of("one", Watched.ADDRESS)))));
    }
}
