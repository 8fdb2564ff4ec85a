package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextMatchTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/, /a/b",
        "/, *",
        "/, ''",
        "/a, /a",
        "/a, /a/",
        "/a, /a/b",
        "/a/, /a",
        "/a/, /a/b",
        "/a/b, /a/b/c/d",
        "/a%20b, /a%20b/c"
    })
    void paths_that_begin_so(String rule, String path) {
        assertThat(matches(new TextMatch.Prefix(rule), path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /",
        "/a, ''",
        "/a, *",
        "/a, /ab",
        "/a, /a.b",
        "/a, /a;b",
        "/a, /A",
        "/a, /b/a",
        "/a, //a",
        "/a/, /ab",
        "/a/b, /a",
        "/a/b, /a/",
        "/a/b, /a/c",
        "/abc, /ab"
    })
    void paths_that_do_not_begin_so(String rule, String path) {
        assertThat(matches(new TextMatch.Prefix(rule), path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/a, /a, true", "/a, /a/, false", "/a, /A, false", "/a, /ab, false", "/ab, /a, false", "/, '', false"})
    void an_exact_text_is_that_text(String text, String given, boolean matches) {
        assertThat(matches(new TextMatch.Exact(text), given)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/a[0-9]+, /a12, true",
        "/a[0-9]+, /a12/, false",
        "/a[0-9]+, x/a12, false",
        "a|ab, ab, true",
        "(?i)/a, /A, true",
        "/[^/]+/b, /a%2Fc/b, true",
        "/[^/]+/b, /a/c/b, false",
        "'', '', true",
        ".*, '', true",
        "\u00e9+, \u00e9\u00e9, true"
    })
    void an_expression_matches_the_whole_text(String regex, String given, boolean matches) {
        assertThat(matches(new TextMatch.Expression(Regex.of(regex)), given)).isEqualTo(matches);
    }

    @Test
    void an_expression_that_backtracking_would_never_finish_is_finished() {
        TextMatch evil = new TextMatch.Expression(Regex.of("(a+)+(a+)+(a+)+b"));

        assertThat(matches(evil, "a".repeat(5_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a | missing closing ]: [a",
                "a** | invalid nested repetition operator: **",
                "( | missing closing ): ("
            })
    void an_expression_that_is_none_says_why(String text, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> Regex.of(text)).withMessage(why);
    }

    @Test
    void expressions_of_the_same_text_are_equal() {
        assertThat(Regex.of("a+")).isEqualTo(Regex.of("a+")).hasSameHashCodeAs(Regex.of("a+"));
        assertThat(Regex.of("a+")).isNotEqualTo(Regex.of("a*")).hasToString("a+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/%41", "/%2f", "/..", "/\\"})
    void a_path_that_is_not_normal_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TextMatch.Prefix(path));
    }

    // What lies around it would change the outcome, were it read.
    private static boolean matches(TextMatch match, String text) {
        boolean outcome = matches(match, "/a1", text, "/b/a");
        assertThat(matches(match, "", text, "")).isEqualTo(outcome);
        assertThat(matches(match, "x", text, "x")).isEqualTo(outcome);
        return outcome;
    }

    private static boolean matches(TextMatch match, String before, String text, String after) {
        ByteBuffer bytes = ByteBuffer.wrap((before + text + after).getBytes(StandardCharsets.ISO_8859_1));
        return match.matches(bytes, before.length(), before.length() + text.length());
    }
}
