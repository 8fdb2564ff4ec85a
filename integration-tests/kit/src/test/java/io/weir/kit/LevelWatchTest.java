package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LevelWatchTest {

    private static final Scrape FULL = scrape(4, 9);

    private final AtomicInteger scrapes = new AtomicInteger();

    @Test
    void a_watch_that_is_closed_before_its_first_scrape_has_looked_all_the_same() {
        LevelWatch watch = new LevelWatch(() -> FULL);
        watch.close();
        watch.begin().assertWithinLimit();
        assertThat(watch).hasToString("at most 4 of 4 leased, at most 9 waiting, in 1 scrapes");
    }

    @Test
    void one_scrape_above_the_limit_is_enough_to_fail() {
        LevelWatch watch = LevelWatch.start(() -> scrapes.incrementAndGet() == 2 ? scrape(5, 0) : FULL);
        Eventually.holds("three scrapes", () -> scrapes.get() >= 3);
        assertThatThrownBy(watch::assertWithinLimit)
                .isInstanceOf(AssertionError.class)
                .hasMessage("leased, at most: 5 (expected: <= 4)");
    }

    @Test
    void a_watch_whose_scrape_failed_has_not_seen_the_level_stay_within_its_limit() {
        AssertionError cause = new AssertionError("status of /metrics");
        LevelWatch watch = LevelWatch.start(() -> {
            if (scrapes.incrementAndGet() == 2) {
                throw cause;
            }
            return FULL;
        });
        Eventually.holds("two scrapes", () -> scrapes.get() == 2);
        assertThatThrownBy(watch::assertWithinLimit)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in 1 scrapes")
                .hasCause(cause);
    }

    private static Scrape scrape(int leased, int waiting) {
        return new Scrape("""
                weir_buffers_limit 4.0
                weir_buffers_leased %d.0
                weir_buffers_waiting %d.0
                """.formatted(leased, waiting));
    }
}
