package io.weir.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "001b, 'C0: begins a sequence of the terminal'",
        "0000, NUL",
        "000a, 'ends the line'",
        "000d, 'overwrites the line'",
        "007f, DEL",
        "0085, 'NEL ends the line'",
        "009b, 'C1: begins a sequence of the terminal'",
        "009d, 'C1: names the window'",
        "202e, 'turns the direction'",
        "2066, 'turns the direction'",
        "2028, 'ends the line'",
        "2029, 'ends the line'",
        "d800, 'half of a character'"
    })
    void a_character_that_does_something_is_shown_as_its_number(String number, String what) {
        char c = (char) Integer.parseInt(number, 16);
        assertThat(Printable.line("a" + c + "b", 100)).as(what).isEqualTo("a\\u" + number + "b");
    }

    @Test
    void letters_of_all_scripts_stay() {
        assertThat(Printable.line("größer -> 大 \uD83D\uDE00 \"x\"", 100)).isEqualTo("größer -> 大 \uD83D\uDE00 \"x\"");
    }

    @Test
    void a_long_text_is_cut_off_and_no_character_is_parted() {
        assertThat(Printable.line("abcde", 5)).isEqualTo("abcde");
        assertThat(Printable.line("abcdef", 5)).isEqualTo("abcde...");
        assertThat(Printable.line("a\uD83D\uDE00b", 2)).isEqualTo("a\uD83D\uDE00...");
        assertThat(Printable.line("", 5)).isEmpty();
    }
}
