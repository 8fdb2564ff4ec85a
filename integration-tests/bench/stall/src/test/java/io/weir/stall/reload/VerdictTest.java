package io.weir.stall.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.harness.WrkOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    private static final long HEAP = 10L << 20;

    // One generation more than at the beginning.
    private static final long ALLOWED = HEAP + Verdict.HEAP_SLACK_BYTES + Verdict.GENERATION_BYTES;
    private static final WrkOutput CLEAN = new WrkOutput(1000, 60, 1, 2, List.of());
    private static final Sample REST = sample("rest", HEAP - 1, 1, 0, 0);

    private final Ledger ledger = new Ledger();

    private static Sample sample(String moment, long heap, int generations, int sessions, int tunnels) {
        return new Sample(moment, 1, heap, 100L << 20, generations, sessions, tunnels, 50);
    }

    private static List<Sample> load(long end) {
        return List.of(
                sample("begin", HEAP, 12, 220, 200),
                sample("middle", HEAP + 1, 13, 220, 200),
                sample("end", end, 13, 220, 200));
    }

    private List<String> of(WrkOutput wrk, List<Sample> load, Sample rest, long taken, long refused) {
        return Verdict.of(ledger, wrk, load, rest, 50, taken, refused);
    }

    @Test
    void a_run_in_order_has_nothing_wrong() {
        assertThat(of(CLEAN, load(ALLOWED), REST, 50, 0)).isEmpty();
    }

    @Test
    void each_kind_of_fault_is_told() {
        WrkOutput faulty = new WrkOutput(1000, 60, 1, 2, List.of("Non-2xx or 3xx responses: 1"));
        assertThat(of(faulty, load(HEAP), REST, 50, 0)).containsExactly("wrk: Non-2xx or 3xx responses: 1");
        assertThat(of(CLEAN, load(ALLOWED + 1), REST, 50, 0))
                .singleElement()
                .asString()
                .startsWith("heap grows");
        assertThat(of(CLEAN, load(HEAP), sample("rest", HEAP + 1, 1, 0, 0), 50, 0))
                .singleElement()
                .asString()
                .startsWith("heap at rest");
        for (Sample rest :
                List.of(sample("rest", HEAP, 2, 0, 0), sample("rest", HEAP, 1, 1, 0), sample("rest", HEAP, 1, 0, 1))) {
            assertThat(of(CLEAN, load(HEAP), rest, 50, 0))
                    .singleElement()
                    .asString()
                    .startsWith("at rest");
        }
        assertThat(of(CLEAN, load(HEAP), REST, 49, 1))
                .singleElement()
                .asString()
                .startsWith("reloads: 49 taken");
    }

    @Test
    void errors_of_clients_are_listed_and_those_beyond_the_list_are_counted() {
        for (int error = 1; error <= 25; error++) {
            ledger.wrong("error " + error);
        }
        assertThat(of(CLEAN, load(HEAP), REST, 50, 0)).hasSize(21).contains("error 1", "and 5 more errors of clients");
    }
}
