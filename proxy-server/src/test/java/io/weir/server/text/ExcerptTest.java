package io.weir.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExcerptTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0, ''",
        "abc, 3, abc",
        "abcd, 3, abc...",
        "ab\uD83D\uDE00c, 3, ab...",
        "ab\uD83D\uDE00c, 4, ab\uD83D\uDE00...",
        "\uD83D\uDE00, 1, ...",
        "abc, 0, ..."
    })
    void a_longer_text_is_cut_and_never_within_a_code_point(String text, int most, String excerpt) {
        assertThat(Excerpt.of(text, most)).isEqualTo(excerpt);
    }
}
