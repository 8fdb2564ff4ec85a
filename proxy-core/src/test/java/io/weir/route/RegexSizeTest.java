package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegexSizeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(?:a{50}){50}",
                "((a{2}){2}){600}",
                "(?:[a-z]{1,64}\\.){40}",
                "a{1000}b{1000}c{1000}",
                "(a|b){999}",
                "(?:\\pL{2,}){900}",
                "x{3,1000}{1}y{1000}"
            })
    void repetitions_that_are_written_out_to_too_much_are_refused_before_they_are(String text) {
        assertThat(RegexSize.whyTooLarge(text)).contains("more than 2000 instructions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/u/([0-9]+)(/.*)?",
                "[a-z]{1,255}",
                "a{,5}b{x}{",
                "[]a{1000}]{3}",
                "[^]{2000}]+",
                "[[:alpha:]{9}]{9}",
                "\\Qa{1000}{1000}\\E+",
                "\\x{10FFFF}{5}\\p{Greek}\\pN{3}",
                "(?i)(?P<name>a|b|c)*",
                "((((((((((a))))))))))",
                ")(",
                "\\",
                "[",
                "(?:a?){900}"
            })
    void others_are_not_and_the_reckoning_is_never_below_what_they_become(String text) {
        assertThat(RegexSize.whyTooLarge(text)).isEmpty();
        assertThat((long) size(text)).isLessThanOrEqualTo(RegexSize.of(text));
    }

    @Test
    void the_reckoning_of_any_expression_is_never_below_what_it_becomes() {
        String[] pieces = {
            "a",
            "b",
            ".",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?P<n>",
            "[a-c]",
            "[^]x]",
            "|",
            "*",
            "+",
            "?",
            "{3}",
            "{2,5}",
            "{0,2}",
            "{2,}",
            "{0}",
            "{,3}",
            "{",
            "\\d",
            "\\pL",
            "\\x{41}",
            "\\Qa{9}\\E",
            "^",
            "$",
            "\\b",
            "(?s:",
            "??"
        };
        Random random = new Random(7);
        int compiled = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = 1 + random.nextInt(12); piece > 0; piece--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String whole = text
                    + ")"
                            .repeat(Math.max(
                                    0,
                                    (int) text.chars().filter(c -> c == '(').count()
                                            - (int) text.chars()
                                                    .filter(c -> c == ')')
                                                    .count()));
            if (RegexSize.of(whole) < 100_000) {
                int size = size(whole);
                compiled += size > 0 ? 1 : 0;
                assertThat((long) size).as(whole).isLessThanOrEqualTo(RegexSize.of(whole));
            }
        }
        assertThat(compiled).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_900})
    void groups_nested_too_deep_are_refused(int depth) {
        String text = "(".repeat(depth) + (depth < 1_000 ? ")".repeat(depth) : "");
        assertThat(RegexSize.whyTooLarge(text)).contains("nested more than 100 deep");
    }

    private static int size(String text) {
        try {
            return Pattern.compile(text).programSize();
        } catch (RuntimeException noExpression) {
            return 0;
        }
    }
}
