package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AtRestTest {

    private final AtomicInteger scrapes = new AtomicInteger();

    @Test
    void a_buffer_that_is_still_leased_is_waited_for() {
        AtRest.await(() -> scrape(scrapes.incrementAndGet() < 3 ? 1 : 0, 0));
        assertThat(scrapes).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void a_leaked_buffer_is_a_failure_and_not_waited_for() {
        assertThatThrownBy(() -> AtRest.await(() -> scrape(0, 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("weir_buffers_leaked_total 1.0 (expected: 0)");
    }

    private static Scrape scrape(int leased, int leaked) {
        return new Scrape("""
                weir_buffers_leased %d.0
                weir_buffers_stalled 0.0
                weir_buffers_waiting 0.0
                weir_backend_waiting{backend="main"} 0.0
                weir_parked_bytes 0.0
                weir_buffers_rescued_total 0.0
                weir_buffers_leaked_total %d.0
                weir_events_unwanted_total 0.0
                """.formatted(leased, leaked));
    }
}
