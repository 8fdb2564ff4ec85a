package io.weir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineBufferTest {

    @ParameterizedTest
    @CsvSource({"0,1,0", "7,3,007", "10,1,10", "999,3,999", "1000,3,1000", "9223372036854775807,1,9223372036854775807"})
    void a_number_has_all_its_digits_and_no_fewer_than_are_asked_for(long number, int least, String shown) {
        assertThat(text(new LineBuffer(30).append('<').digits(number, least).append('>')))
                .isEqualTo("<" + shown + ">");
    }

    @Test
    void a_negative_number_has_its_sign() {
        assertThat(text(new LineBuffer(30).append(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
    }

    @Test
    void nanoseconds_are_shown_as_milliseconds() {
        assertThat(text(new LineBuffer(30).millis(1_002_003_999L))).isEqualTo("1002.003");
        assertThat(text(new LineBuffer(30).millis(-1))).isEqualTo("0.000");
    }

    @Test
    void what_does_not_fit_is_cut_off() {
        assertThat(text(new LineBuffer(4)
                        .append("ab")
                        .digits(12_345, 1)
                        .append('x')
                        .append("y")))
                .isEqualTo("ab12");
        assertThat(text(new LineBuffer(4).append("abcdef"))).isEqualTo("abcd");
        assertThat(text(new LineBuffer(4).quoted("abcdef"))).isEqualTo("\"abc");
        assertThat(text(new LineBuffer(4).quoted("a\nb"))).isEqualTo("\"a\\u");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a?b=c&d='e'", "!~"})
    void plain_text_is_shown_as_it_is(String plain) {
        assertThat(LineBuffer.isPlain(plain)).isTrue();
        assertThat(text(new LineBuffer(30).quoted(plain))).isEqualTo("\"" + plain + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "` `,` `",
                "`\"`,`\\\"`",
                "`\\`,`\\\\`",
                "`\u007f`,`\\u007f`",
                "`\u00e9`,`\\u00e9`",
                "`\u0001`,`\\u0001`"
            })
    void all_else_is_not_plain_and_is_escaped(String character, String shown) {
        String text = "a" + character + "b";
        assertThat(LineBuffer.isPlain(text)).isFalse();
        assertThat(text(new LineBuffer(30).quoted(text))).isEqualTo("\"a" + shown + "b\"");
    }

    private static String text(LineBuffer line) {
        return new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII);
    }
}
