package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class WrkOutputTest {

    private static final String CLEAN = """
            Running 5s test @ http://127.0.0.1:20001/small
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.99ms    1.20ms  31.37ms   95.00%
                Req/Sec    33.11k     2.15k   36.00k    80.00%
              Latency Distribution
                 50%    1.82ms
                 75%    2.01ms
                 90%  950.00us
                 99%    1.50s\s
              165000 requests in 5.10s, 38.00MB read
            Requests/sec:  32352.94
            Transfer/sec:      7.45MB
            """;

    @Test
    void requests_time_and_percentiles_are_read_with_their_units() throws IOException {
        WrkOutput output = WrkOutput.parse(CLEAN);

        assertThat(output.requests()).isEqualTo(165_000);
        assertThat(output.seconds()).isEqualTo(5.1);
        assertThat(output.p50Millis()).isEqualTo(1.82);
        assertThat(output.p99Millis()).isEqualTo(1500);
        assertThat(output.rate()).isEqualTo(165_000 / 5.1);
        assertThat(output.faults()).isEmpty();
    }

    @Test
    void a_time_in_microseconds_or_minutes_is_read_too() throws IOException {
        String text = CLEAN.replace("1.82ms", "500.00us").replace("in 5.10s", "in 1.50m");

        assertThat(WrkOutput.parse(text).p50Millis()).isEqualTo(0.5);
        assertThat(WrkOutput.parse(text).seconds()).isEqualTo(90);
    }

    @Test
    void errors_of_sockets_and_of_status_make_a_run_that_does_not_count() throws IOException {
        String socket = "  Socket errors: connect 0, read 3, write 0, timeout 1\n";
        String status = "  Non-2xx or 3xx responses: 17\n";

        assertThat(WrkOutput.parse(CLEAN + socket + status).faults()).containsExactly(socket.strip(), status.strip());
    }

    @Test
    void a_run_without_an_answer_does_not_count() throws IOException {
        assertThat(WrkOutput.parse(CLEAN.replace("165000 requests", "0 requests"))
                        .faults())
                .containsExactly("no request was answered");
    }

    @Test
    void what_is_no_output_of_a_run_is_told_with_its_text() {
        assertThatThrownBy(() -> WrkOutput.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("wrk: unable to connect to 127.0.0.1:1 Connection refused (expected: ");
    }
}
