package io.weir.http;

import static io.weir.http.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorPageTest {

    private final DateLine date = new DateLine(() -> 784_111_777_000L);

    @Test
    void an_error_page_names_status_and_reason() {
        assertThat(text(ErrorPage.of(Violation.HEAD_TOO_LARGE, true, date)))
                .isEqualTo(head(
                                "HTTP/1.1 431 Request Header Fields Too Large",
                                "Content-Type: text/plain; charset=utf-8",
                                "Content-Length: 52",
                                "Cache-Control: no-store",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                "Connection: close")
                        + "431 Request Header Fields Too Large: head-too-large\n");
    }

    @Test
    void a_page_that_leaves_the_connection_open_does_not_speak_of_it() {
        assertThat(text(ErrorPage.of(Fault.UNREACHABLE, false, date)))
                .isEqualTo(head(
                                "HTTP/1.1 502 Bad Gateway",
                                "Content-Type: text/plain; charset=utf-8",
                                "Content-Length: 29",
                                "Cache-Control: no-store",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT")
                        + "502 Bad Gateway: unreachable\n");
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void a_page_is_a_response_that_we_would_accept_ourselves(Violation violation) {
        for (boolean close : new boolean[] {true, false}) {
            String page = text(ErrorPage.of(violation, close, date));
            Parsed parsed = Parsed.completeResponse(page);

            assertThat(parsed.head.status()).isEqualTo(violation.status());
            assertThat(parsed.head.keepAlive()).isEqualTo(!close);
            assertThat(parsed.length() + parsed.head.contentLength()).isEqualTo(page.length());
            assertThat(text(ErrorPage.headOnly(violation, close, date))).isEqualTo(page.substring(0, parsed.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 404, 408, 413, 414, 417, 421, 429, 431, 500, 501, 502, 503, 504, 505})
    void statuses_have_phrases(int status) {
        assertThat(StatusPhrase.of(status)).matches("[A-Z][A-Za-z ]+");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201, 499, 599})
    void a_status_that_weir_never_answers_with_has_none(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusPhrase.of(status))
                .withMessageContaining("status: " + status);
    }

    private static String text(byte[] page) {
        return new String(page, StandardCharsets.US_ASCII);
    }

    private enum Fault implements Reason {
        UNREACHABLE;

        @Override
        public String word() {
            return "unreachable";
        }

        @Override
        public int status() {
            return 502;
        }
    }
}
