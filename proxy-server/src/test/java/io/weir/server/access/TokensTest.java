package io.weir.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {

    private static final String READ = "read-0123456789abcdef";
    private static final String WRITE = "write-0123456789abcdef";

    private final Tokens both = new Tokens(Optional.of(Token.of(READ)), Optional.of(Token.of(WRITE)));

    @Test
    void a_token_gives_its_role_and_writing_includes_reading() {
        assertThat(both.roleOf(READ)).contains(Role.READ);
        assertThat(both.roleOf(WRITE)).contains(Role.WRITE);
        assertThat(Role.WRITE.includes(Role.READ)).isTrue();
        assertThat(Role.READ.includes(Role.WRITE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "read-0123456789abcde",
                "read-0123456789abcdef0",
                "Read-0123456789abcdef",
                " read-0123456789abcdef",
                "read-0123456789abcde\u00e6",
                "off"
            })
    void what_is_no_token_gives_no_role(String presented) {
        assertThat(both.roleOf(presented)).isEmpty();
        assertThat(Tokens.NONE.roleOf(presented)).isEmpty();
    }

    // All that a comparison sees is of one length, whatever was presented.
    @ParameterizedTest
    @CsvSource({"a, 32", "0123456789abcdef, 32", "0123456789abcdef0123456789abcdef0123456789abcdef, 32"})
    void digests_of_one_length_are_compared_and_not_texts(String presented, int bytes) {
        assertThat(Token.digest(presented)).hasSize(bytes);
    }

    @Test
    void a_token_has_from_16_to_512_visible_characters() {
        assertThat(Token.of("a".repeat(16))).isNotNull();
        assertThat(Token.of("~".repeat(512))).isNotNull();
        for (String none : new String[] {"", "a".repeat(15), "a".repeat(513)}) {
            assertThatThrownBy(() -> Token.of(none)).hasMessage(none.length() + " characters");
        }
        for (String none : new String[] {"0123456789 abcdef", "0123456789\nabcdef", "0123456789\u00e6abcdef"}) {
            assertThatThrownBy(() -> Token.of(none)).hasMessage("a character that is not visible ASCII");
        }
    }

    @Test
    void no_text_of_a_token_is_shown() {
        assertThat(both.toString()).doesNotContain("0123456789").contains("hidden");
    }
}
