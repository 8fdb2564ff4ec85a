package io.weir.server.metrics;

import static io.weir.server.metrics.Reloaded.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.backend.Backend;
import io.weir.backend.Server;
import io.weir.reason.Ending;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Series of listeners, backends and servers come with the configuration that has them, and go when nothing of theirs is in use any more. */
final class ReloadedSeriesTest {

    private static final WeirSettings BEFORE = settings("web", "shop", "one");
    private static final WeirSettings AFTER = settings("www", "store", "two");

    private final Reloaded proxy = new Reloaded(BEFORE);

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void series_of_a_configuration_are_there_with_0_before_it_is_current() {
        proxy.prepare(AFTER);
        assertThat(proxy.scrape())
                .contains(
                        "weir_sessions_opened_total{listener=\"www\"} 0.0",
                        "weir_exchanges_total{backend=\"store\",code=\"2xx\",listener=\"www\",reason=\"done\",side=\"none\"} 0.0",
                        "weir_exchanges_total{backend=\"\",code=\"4xx\",listener=\"www\",reason=\"no-route\",side=\"proxy\"} 0.0",
                        "weir_connect_failures_total{backend=\"store\",reason=\"connect-failed\",server=\"two\"} 0.0");
    }

    @Test
    void a_reload_has_the_series_of_a_fresh_start() {
        proxy.reload(AFTER);
        proxy.scrape();
        try (Reloaded fresh = new Reloaded(AFTER)) {
            assertThat(names(proxy)).containsExactlyElementsOf(names(fresh));
        }
    }

    @Test
    void a_route_to_another_backend_has_its_series_and_the_one_before_goes() {
        proxy.reload(settings("web", "store", "two"));
        assertThat(proxy.scrapeOf("backend", "store")).anyMatch(line -> line.startsWith("weir_exchanges_total"));
        proxy.scrape();
        assertThat(proxy.scrapeOf("backend", "shop")).isEmpty();
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
    }

    @Test
    void counters_of_what_is_gone_are_shown_once_more_and_then_removed() {
        proxy.exchange("web", "shop");
        proxy.reload(AFTER);
        assertThat(proxy.scrape())
                .contains(
                        "weir_exchanges_total{backend=\"shop\",code=\"2xx\",listener=\"web\",reason=\"done\",side=\"none\"} 1.0");
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
        assertThat(proxy.scrapeOf("backend", "shop")).isEmpty();
        assertThat(proxy.scrapeOf("server", "one")).isEmpty();
    }

    @Test
    void a_counter_with_an_event_since_the_last_scrape_is_shown_once_more() {
        proxy.reload(AFTER);
        proxy.scrape();
        proxy.exchange("web", "shop");
        assertThat(proxy.scrapeOf("listener", "web")).contains("weir_exchange_seconds_count{listener=\"web\"} 1");
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
    }

    @Test
    void series_stay_as_long_as_an_old_generation_has_their_things() {
        proxy.reloadBeside(AFTER);
        proxy.scrape();
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
        assertThat(proxy.scrapeOf("backend", "shop")).isNotEmpty();
        proxy.endOlder(AFTER);
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
        assertThat(proxy.scrapeOf("backend", "shop")).isEmpty();
    }

    @Test
    void series_of_a_listener_stay_until_its_last_session_is_closed() {
        proxy.events().sessionOpened("web");
        proxy.reload(AFTER);
        proxy.scrape();
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
        proxy.events().sessionClosed("web");
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
    }

    @Test
    void series_of_a_configuration_that_was_refused_go() {
        proxy.prepare(AFTER);
        proxy.prepare(BEFORE);
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "www")).isEmpty();
        assertThat(proxy.scrapeOf("backend", "store")).isEmpty();
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
    }

    @Test
    void an_event_of_what_was_removed_is_counted() {
        Server server = new Backend(BEFORE.backends().get(0)).servers().get(0);
        proxy.reload(AFTER);
        proxy.scrape();
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
        proxy.exchange("web", "shop");
        proxy.events().sessionRefused("web", Ending.CLIENT_LIMIT);
        proxy.events().connected(server, 1);
        proxy.events().connectFailed(server, Ending.CONNECT_FAILED);
        assertThat(proxy.scrape())
                .contains(
                        "weir_exchanges_total{backend=\"shop\",code=\"2xx\",listener=\"web\",reason=\"done\",side=\"none\"} 1.0",
                        "weir_sessions_refused_total{listener=\"web\",reason=\"client-limit\",side=\"front\"} 1.0",
                        "weir_connect_seconds_count{backend=\"shop\"} 1",
                        "weir_connect_failures_total{backend=\"shop\",reason=\"connect-failed\",server=\"one\"} 1.0");
    }

    @Test
    void a_session_that_closes_after_its_series_were_removed_keeps_no_new_ones() {
        proxy.reload(AFTER);
        proxy.scrape();
        proxy.scrape();
        proxy.events().sessionClosed("web");
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
        assertThat(proxy.scrapeOf("listener", "web")).isEmpty();
    }

    @Test
    void an_exchange_with_a_backend_of_which_nothing_is_known_is_counted_by_its_listener() {
        proxy.exchange("web", "elsewhere");
        assertThat(proxy.scrape()).contains("weir_exchange_seconds_count{listener=\"web\"} 1");
    }

    @Test
    void counters_that_come_back_begin_with_0() {
        proxy.exchange("web", "shop");
        proxy.reload(AFTER);
        proxy.scrape();
        proxy.scrape();
        proxy.reload(BEFORE);
        assertThat(proxy.scrapeOf("listener", "web")).contains("weir_exchange_seconds_count{listener=\"web\"} 0");
    }

    @Test
    void counters_that_come_back_before_they_were_removed_go_on() {
        proxy.exchange("web", "shop");
        proxy.reload(AFTER);
        proxy.scrape();
        proxy.reload(BEFORE);
        assertThat(proxy.scrapeOf("listener", "web")).contains("weir_exchange_seconds_count{listener=\"web\"} 1");
    }

    @Test
    void reloads_with_other_names_each_time_keep_no_meters_though_nobody_scrapes() {
        int before = ofWeir();
        for (int i = 0; i < 500; i++) {
            proxy.reload(settings("web" + i, "shop" + i, "one" + i));
        }
        // What is gone is found twice before it goes: three configurations at most.
        assertThat(ofWeir()).isLessThan(3 * before);
        proxy.scrape();
        proxy.scrape();
        assertThat(ofWeir()).isEqualTo(before);
    }

    @Test
    void names_of_generations_between_two_that_are_in_use_are_not_kept() {
        proxy.reloadBesideFirst(BEFORE, AFTER);
        proxy.scrape();
        int before = ofWeir();
        for (int i = 0; i < 20; i++) {
            proxy.reloadBesideFirst(BEFORE, settings("web" + i, "shop" + i, "one" + i));
        }
        proxy.scrape();
        proxy.scrape();
        assertThat(ofWeir()).isEqualTo(before);
        assertThat(proxy.scrapeOf("listener", "web")).isNotEmpty();
    }

    @Test
    void scrapes_and_events_go_on_while_reloads_change_names() {
        proxy.reloadBeside(BEFORE);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> traffic = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            do {
                proxy.exchange("web", "shop");
                proxy.exchange("web" + count % 50, "shop" + count % 50);
                count++;
            } while (!over.get());
            return count;
        });
        CompletableFuture<Void> scrapes = CompletableFuture.runAsync(() -> {
            do {
                assertThat(proxy.scrape()).contains("weir_config_generations 2.0");
            } while (!over.get());
        });
        for (int i = 0; i < 50 && !scrapes.isCompletedExceptionally(); i++) {
            proxy.prepare(settings("web" + i, "shop" + i, "one"));
        }
        over.set(true);
        scrapes.join();
        int exchanges = traffic.join();
        assertThat(proxy.scrapeOf("backend", "shop"))
                .contains(
                        "weir_exchanges_total{backend=\"shop\",code=\"2xx\",listener=\"web\",reason=\"done\",side=\"none\"} %d.0"
                                .formatted(exchanges));
    }

    // Those of the JVM come and go with its threads and pools.
    private int ofWeir() {
        return (int) proxy.metrics.meters().stream()
                .filter(meter -> meter.getId().getName().startsWith("weir."))
                .count();
    }

    private static Set<String> names(Reloaded proxy) {
        Set<String> names = new TreeSet<>();
        proxy.scrape().stream()
                .filter(line -> line.startsWith("weir_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .forEach(names::add);
        return names;
    }
}
