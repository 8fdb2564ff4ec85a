package io.weir.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "count, count, 0",
        "cuont, count, 1",
        "cont, count, 1",
        "countt, count, 1",
        "caunt, count, 1",
        "'', abc, 3",
        "abc, '', 3",
        "ca, abc, 3"
    })
    void distance_counts_edits_and_swaps_of_neighbours(String from, String to, int edits) {
        assertThat(Nearest.distance(from, to)).isEqualTo(edits);
    }

    @Test
    void the_nearest_word_is_suggested_whatever_its_case() {
        assertThat(Nearest.to("COUTN", List.of("size", "count", "reserve"))).contains("count");
    }

    @Test
    void a_word_that_is_far_from_all_is_no_suggestion() {
        assertThat(Nearest.to("zebra", List.of("size", "count"))).isEmpty();
    }

    @Test
    void a_short_word_is_not_suggested_for_just_anything() {
        assertThat(Nearest.to("xy", List.of("ab"))).isEmpty();
    }
}
