package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DateLineTest {

    private long millis;
    private final DateLine date = new DateLine(() -> millis);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0             | Thu, 01 Jan 1970 00:00:00 GMT",
                "784111777000  | Sun, 06 Nov 1994 08:49:37 GMT",
                "784111777999  | Sun, 06 Nov 1994 08:49:37 GMT",
                "1582934400000 | Sat, 29 Feb 2020 00:00:00 GMT",
                "-1            | Wed, 31 Dec 1969 23:59:59 GMT"
            })
    void it_tells_the_second_in_the_one_form_that_may_be_sent(long now, String expected) {
        millis = now;
        assertThat(line()).isEqualTo("Date: " + expected + "\r\n");
    }

    @Test
    void it_is_made_once_a_second() {
        millis = 5_000;
        byte[] first = date.now();
        millis = 5_999;
        assertThat(date.now()).isSameAs(first);
        millis = 6_000;
        assertThat(line()).endsWith(":06 GMT\r\n");
    }

    @Test
    void it_goes_back_with_the_clock() {
        millis = 6_000;
        date.now();
        millis = 5_000;
        assertThat(line()).endsWith(":05 GMT\r\n");
    }

    @Test
    void it_is_english_everywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            millis = 1_700_000_000_000L;
            assertThat(line()).isEqualTo("Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    private String line() {
        return new String(date.now(), StandardCharsets.US_ASCII);
    }
}
