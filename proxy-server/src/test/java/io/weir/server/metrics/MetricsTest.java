package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.PoolObserver.WaitEnd;
import io.weir.buffer.WaitClass;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTest {

    private final Watched watched = new Watched();
    private final Metrics metrics = watched.metrics;

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void levels_come_in_pairs_of_used_and_limit() {
        assertThat(watched.scrape())
                .contains(
                        "weir_buffers_leased 10.0",
                        "weir_buffers_limit 68.0",
                        "weir_buffers_reserve_leased 1.0",
                        "weir_buffers_reserve_limit 4.0",
                        "weir_buffers_stalled 3.0",
                        "weir_buffers_stalled_limit 32.0",
                        "weir_sessions 20.0",
                        "weir_sessions_limit 10000.0",
                        "weir_parked_bytes 1000.0",
                        "weir_parked_limit_bytes 4194304.0",
                        "weir_server_active{backend=\"shop\",server=\"one\"} 2.0");
    }

    @Test
    void waiters_are_told_by_class_and_by_age() {
        assertThat(watched.scrape())
                .contains(
                        "weir_buffers_waiting{class=\"finish\"} 5.0",
                        "weir_buffers_waiting{class=\"start\"} 6.0",
                        "weir_buffers_waiting{class=\"continue\"} 7.0",
                        "weir_buffers_oldest_wait_seconds 1.5");
    }

    @Test
    void what_should_stay_0_is_counted() {
        assertThat(watched.scrape())
                .contains(
                        "weir_buffers_leaked_total 8.0",
                        "weir_buffers_rescued_total 9.0",
                        "weir_events_unwanted_total 15.0",
                        "weir_access_log_dropped_total 11.0");
    }

    @Test
    void connections_that_wait_for_their_client_are_told_from_those_that_anybody_may_use() {
        assertThat(watched.scrape())
                .contains(
                        "weir_server_idle{backend=\"shop\",server=\"one\"} 4.0",
                        "weir_server_bound{backend=\"shop\",server=\"one\"} 15.0");
    }

    @Test
    void refused_requests_to_admin_are_counted_by_reason() {
        assertThat(watched.scrape()).contains("weir_admin_refused_total{reason=\"token\"} 16.0");
    }

    @Test
    void bytes_of_a_server_that_answer_no_request_are_counted() {
        assertThat(watched.scrape()).contains("weir_server_unsolicited_total{backend=\"shop\",server=\"one\"} 14.0");
    }

    @Test
    void what_relieves_the_line_can_be_seen() {
        assertThat(watched.scrape())
                .contains(
                        "weir_accept_paused 1.0",
                        "weir_accept_pauses_total 13.0",
                        "weir_descriptor_shortages_total 17.0",
                        "weir_buffers_evictions_total 12.0",
                        "weir_buffers_oldest_start_seconds 0.5");
    }

    @Test
    void late_turns_of_event_loops_are_counted_and_the_latest_is_told() {
        assertThat(watched.scrape()).contains("weir_loop_late_turns_total 14.0", "weir_loop_lag_seconds 0.25");
    }

    @Test
    void a_scrape_shows_the_levels_of_its_own_moment() {
        watched.scrape();
        watched.level = new PoolLevel(68, 4, 68, 4, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(watched.scrape()).contains("weir_buffers_leased 68.0", "weir_buffers_waiting{class=\"start\"} 0.0");
    }

    @Test
    void a_server_without_a_limit_has_an_infinite_one_so_that_its_use_is_0() {
        assertThat(watched.scrape()).contains("weir_server_limit{backend=\"shop\",server=\"one\"} +Inf");
        watched.status = Watched.status(10);
        assertThat(watched.scrape()).contains("weir_server_limit{backend=\"shop\",server=\"one\"} 10.0");
    }

    @Test
    void a_wait_for_a_buffer_is_measured_by_flow_class_and_end() {
        metrics.pool().waitEnded(Flow.RESPONSE, WaitClass.FINISH, WaitEnd.CANCELLED, 3_000_000);
        String labels = "{class=\"finish\",end=\"cancelled\",flow=\"response\"";
        assertThat(watched.scrape())
                .contains(
                        "weir_buffer_wait_seconds_count" + labels + "} 1",
                        "weir_buffer_wait_seconds_sum" + labels + "} 0.003",
                        "weir_buffer_wait_seconds_bucket" + labels + ",le=\"0.0025\"} 0",
                        "weir_buffer_wait_seconds_bucket" + labels + ",le=\"0.005\"} 1");
    }

    @ParameterizedTest
    @CsvSource({"0, none", "101, 1xx", "204, 2xx", "304, 3xx", "404, 4xx", "599, 5xx", "999, other"})
    void an_exchange_is_counted_by_class_of_status(int status, String code) {
        metrics.sessions()
                .exchangeEnded(watched.exchange().answered(status, 0, 1).endedAfter(1, Ending.DONE));
        assertThat(watched.scrape())
                .contains("weir_exchanges_total{backend=\"\",code=\"" + code
                        + "\",listener=\"web\",reason=\"done\",side=\"none\"} 1.0");
    }

    @Test
    void an_exchange_is_measured_in_time_and_bytes() {
        for (int i = 0; i < 2; i++) {
            metrics.sessions()
                    .exchangeEnded(watched.exchange()
                            .chose("shop")
                            .attempted(watched.server)
                            .answered(200, 100, 2000)
                            .waited(0, 4_000_000, 0)
                            .firstByteAfter(2_000_000_000)
                            .endedAfter(3_000_000_000L, Ending.DONE));
        }
        assertThat(watched.scrape())
                .contains(
                        "weir_exchanges_total{backend=\"shop\",code=\"2xx\",listener=\"web\",reason=\"done\",side=\"none\"} 2.0",
                        "weir_exchange_first_byte_seconds_sum{listener=\"web\"} 4.0",
                        "weir_exchange_seconds_sum{listener=\"web\"} 6.0",
                        "weir_exchange_seconds_bucket{listener=\"web\",le=\"5.0\"} 2",
                        "weir_slot_wait_seconds_sum{listener=\"web\"} 0.008",
                        "weir_received_bytes_total{listener=\"web\"} 200.0",
                        "weir_sent_bytes_total{listener=\"web\"} 4000.0");
    }

    @Test
    void an_exchange_without_a_response_has_no_time_to_first_byte() {
        metrics.sessions().exchangeEnded(watched.exchange().endedAfter(5, Ending.CLIENT_ABORT));
        assertThat(watched.scrape())
                .contains(
                        "weir_exchange_first_byte_seconds_count{listener=\"web\"} 0",
                        "weir_exchange_seconds_count{listener=\"web\"} 1",
                        "weir_exchanges_total{backend=\"\",code=\"none\",listener=\"web\",reason=\"client-abort\",side=\"front\"} 1.0");
    }

    @Test
    void every_reason_that_there_is_becomes_a_label() {
        List<Reason> reasons = Stream.<Reason>concat(Stream.of(Ending.values()), Stream.of(Violation.values()))
                .toList();
        reasons.forEach(
                reason -> metrics.sessions().exchangeEnded(watched.exchange().endedAfter(1, reason)));
        List<String> scraped = watched.scrape();
        for (Reason reason : reasons) {
            assertThat(scraped)
                    .contains("weir_exchanges_total{backend=\"\",code=\"none\",listener=\"web\",reason=\""
                            + reason.word() + "\",side=\""
                            + (reason == Ending.DONE ? "none" : reason.side().word()) + "\"} 1.0");
        }
    }

    @Test
    void connects_are_measured_and_failures_counted() {
        metrics.sessions().connected(watched.server, 2_000_000);
        metrics.sessions().connectFailed(watched.server, Ending.CONNECT_TIMEOUT);
        assertThat(watched.scrape())
                .contains(
                        "weir_connect_seconds_count{backend=\"shop\"} 1",
                        "weir_connect_failures_total{backend=\"shop\",reason=\"connect-timeout\",server=\"one\"} 1.0");
    }

    @Test
    void sessions_are_counted_by_listener() {
        metrics.sessions().sessionOpened("web");
        metrics.sessions().sessionOpened("web");
        metrics.sessions().sessionClosed("web");
        assertThat(watched.scrape())
                .contains(
                        "weir_sessions_opened_total{listener=\"web\"} 2.0",
                        "weir_sessions_closed_total{listener=\"web\"} 1.0");
    }

    @Test
    void the_jvm_is_watched_too() {
        assertThat(String.join("\n", watched.scrape()))
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"",
                        "jvm_buffer_memory_used_bytes{id=\"direct\"}",
                        "process_cpu_seconds_total",
                        "process_files_open_files");
    }
}
