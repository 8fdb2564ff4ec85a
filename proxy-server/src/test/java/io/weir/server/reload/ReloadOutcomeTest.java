package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outcome as programs read it: words, statuses and JSON never change. */
final class ReloadOutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "TAKEN, taken, 200, true",
        "UNCHANGED, unchanged, 200, true",
        "REJECTED, rejected, 422, false",
        "NEEDS_RESTART, needs-restart, 409, false",
        "CANNOT_LISTEN, cannot-listen, 409, false",
        "STOPPING, stopping, 503, false",
        "FAILED, failed, 500, false"
    })
    void each_result_has_its_word_and_status(ReloadResult result, String word, int status, boolean current) {
        assertThat(result.word()).isEqualTo(word);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.isCurrent()).isEqualTo(current);
        assertThat(ReloadResult.of(word)).contains(result);
        assertThat(ReloadResult.words()).contains(word).hasSize(ReloadResult.values().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TAKEN", "needs_restart", "taken "})
    void another_word_is_no_result(String word) {
        assertThat(ReloadResult.of(word)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void each_outcome_is_one_object_of_json(ReloadResult result) {
        ReloadOutcome outcome =
                new ReloadOutcome(result, 7, "0123456789ab", List.of("a", "b"), List.of("c"), List.of("d"));
        assertThat(outcome.json())
                .isEqualTo("{\"result\":\"" + result.word() + "\",\"generation\":7,\"hash\":\"0123456789ab\","
                        + "\"changes\":[\"a\",\"b\"],\"problems\":[\"c\"],\"warnings\":[\"d\"]}");
    }

    // The longest escape of JSON has six characters.
    @Test
    void the_longest_answer_is_less_than_what_weir_reload_reads() {
        List<String> lines = Collections.nCopies(10_000, "\u0001".repeat(10_000));
        ReloadOutcome outcome = new ReloadOutcome(ReloadResult.TAKEN, 7, "0123456789ab", lines, lines, lines).bounded();
        assertThat(outcome.json().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
        assertThat(outcome.json()).startsWith("{\"result\":\"taken\"");
        assertThat(outcome.changes()).hasSize(ReloadOutcome.MOST_LINES + 1).endsWith("and 9900 more");
    }

    @Test
    void lists_without_lines_are_there_and_empty() {
        ReloadOutcome outcome =
                new ReloadOutcome(ReloadResult.TAKEN, Long.MAX_VALUE, "", List.of(), List.of(), List.of());
        assertThat(outcome.json())
                .isEqualTo("{\"result\":\"taken\",\"generation\":9223372036854775807,\"hash\":\"\","
                        + "\"changes\":[],\"problems\":[],\"warnings\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a \"quoted\" value",
                "C:\\weir\\weir.conf",
                "two\nlines\r\nand\ta tab",
                "\u0000\u0001\b\f\u001b[31m\u001f",
                "\u007f\u0085\u2028\u2029",
                "größer als 3 €, 𝄞",
                "</script><!--",
                "a\",\"result\":\"taken"
            })
    void every_text_comes_back_from_the_json_as_it_was(String text) {
        List<String> lines = List.of(text, "another");
        String json = new ReloadOutcome(ReloadResult.REJECTED, 1, text, lines, lines, lines).json();
        assertThat(json.chars()).allMatch(c -> c >= ' ');
        Config read =
                ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        assertThat(read.root().keySet())
                .containsExactlyInAnyOrder("result", "generation", "hash", "changes", "problems", "warnings");
        assertThat(read.getString("result")).isEqualTo("rejected");
        assertThat(read.getString("hash")).isEqualTo(text);
        for (String list : List.of("changes", "problems", "warnings")) {
            assertThat(read.getStringList(list)).isEqualTo(lines);
        }
    }
}
