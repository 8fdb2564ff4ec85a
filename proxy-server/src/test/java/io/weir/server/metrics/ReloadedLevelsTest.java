package io.weir.server.metrics;

import static io.weir.server.metrics.Reloaded.ADDRESS;
import static io.weir.server.metrics.Reloaded.address;
import static io.weir.server.metrics.Reloaded.server;
import static io.weir.server.metrics.Reloaded.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ServerStatus;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Levels of servers are those of the server of that name, wherever it is in the list and at whatever address. */
final class ReloadedLevelsTest {

    private static final InetSocketAddress OTHER_ADDRESS = address(10);
    private static final String ONE = "{backend=\"shop\",server=\"one\"} ";

    private final Reloaded proxy = new Reloaded(settings("web", "shop", "one"));

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void a_gauge_reads_its_own_server_after_one_before_it_is_gone() {
        proxy.servers(server("shop", "one", 1), server("shop", "two", 2), server("store", "three", 3));
        proxy.scrape();
        proxy.servers(server("shop", "two", 20), server("store", "three", 30));
        assertThat(proxy.scrape())
                .contains(
                        "weir_server_active{backend=\"shop\",server=\"two\"} 20.0",
                        "weir_server_limit{backend=\"shop\",server=\"two\"} 20.0",
                        "weir_server_idle{backend=\"store\",server=\"three\"} 30.0",
                        "weir_server_bound{backend=\"store\",server=\"three\"} 30.0",
                        "weir_server_weight{backend=\"store\",server=\"three\"} 30.0",
                        "weir_backend_waiting{backend=\"shop\"} 20.0",
                        "weir_backend_waiting{backend=\"store\"} 30.0")
                .noneMatch(line -> line.startsWith("weir_server_") && line.contains("server=\"one\""));
    }

    @Test
    void a_gauge_reads_its_own_server_after_the_order_has_changed() {
        proxy.servers(server("shop", "one", 1), server("shop", "two", 2));
        proxy.scrape();
        proxy.servers(server("shop", "two", 2), server("shop", "one", 1));
        assertThat(proxy.scrape()).contains("weir_server_active" + ONE + "1.0");
    }

    @Test
    void the_failures_of_a_server_that_the_configuration_has_stay_though_no_status_lists_it() {
        proxy.servers();
        proxy.scrape();
        assertThat(proxy.scrapeOf("server", "one"))
                .contains("weir_connect_failures_total{backend=\"shop\",reason=\"connect-failed\",server=\"one\"} 0.0")
                .noneMatch(line -> line.startsWith("weir_server_"));
    }

    @Test
    void a_server_that_moves_has_what_both_addresses_have_and_may_have_what_the_new_one_may() {
        proxy.servers(at(OTHER_ADDRESS, true, 3, 10, 0), at(ADDRESS, false, 4, 7, 0));
        assertThat(proxy.scrape())
                .contains(
                        "weir_server_active" + ONE + "7.0",
                        "weir_server_idle" + ONE + "7.0",
                        "weir_server_bound" + ONE + "7.0",
                        "weir_server_limit" + ONE + "10.0",
                        "weir_server_weight" + ONE + "1.0");
    }

    @Test
    void a_server_that_only_leaves_has_its_limit_and_no_weight() {
        proxy.servers(at(ADDRESS, false, 4, 7, 0));
        assertThat(proxy.scrape())
                .contains(
                        "weir_server_active" + ONE + "4.0",
                        "weir_server_limit" + ONE + "7.0",
                        "weir_server_weight" + ONE + "0.0");
    }

    @Test
    void a_counter_does_not_fall_when_an_address_is_gone() {
        proxy.servers(at(ADDRESS, true, 0, 0, 14));
        assertThat(proxy.scrape()).contains("weir_server_unsolicited_total" + ONE + "14.0");
        proxy.servers(at(OTHER_ADDRESS, true, 0, 0, 2), at(ADDRESS, false, 1, 0, 15));
        assertThat(proxy.scrape()).contains("weir_server_unsolicited_total" + ONE + "17.0");
        proxy.servers(at(OTHER_ADDRESS, true, 0, 0, 2));
        assertThat(proxy.scrape()).contains("weir_server_unsolicited_total" + ONE + "17.0");
        proxy.servers(at(OTHER_ADDRESS, true, 0, 0, 3));
        assertThat(proxy.scrape()).contains("weir_server_unsolicited_total" + ONE + "18.0");
    }

    @Test
    void a_counter_does_not_fall_when_a_server_comes_back_to_an_address() {
        proxy.servers(at(ADDRESS, true, 0, 0, 14));
        proxy.scrape();
        proxy.servers(at(ADDRESS, true, 0, 0, 1));
        assertThat(proxy.scrape()).contains("weir_server_unsolicited_total" + ONE + "15.0");
    }

    @Test
    void a_server_that_is_gone_has_no_level() {
        Levels levels = new Levels(proxy::level, proxy::status);
        assertThat(levels.server(new ServerLevels.Key("shop", "gone"))).isEqualTo(ServerLevel.NONE);
        assertThat(levels.waiting("gone")).isZero();
        assertThat(levels.servers()).isEqualTo(Set.of(new ServerLevels.Key("shop", "one")));
    }

    private static ServerStatus at(
            InetSocketAddress address, boolean inService, int figure, int limit, int unsolicited) {
        return new ServerStatus("shop", "one", address, inService, 1, figure, limit, 0, figure, figure, unsolicited);
    }
}
