package io.weir.http;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http1.ConnectionOption;
import io.weir.http1.Parsed;
import io.weir.reason.Reason;
import io.weir.reason.Side;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorPageTest {

    private final DateLine date = new DateLine(() -> 784_111_777_000L);

    @Test
    void an_error_page_names_status_and_reason() {
        assertThat(text(ErrorPage.of(Violation.HEAD_TOO_LARGE).bytes(Method.GET, option(true), date)))
                .isEqualTo(head(
                                "HTTP/1.1 431 Request Header Fields Too Large",
                                "Content-Type: text/plain; charset=utf-8",
                                "Cache-Control: no-store",
                                "Content-Length: 52",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                "Connection: close")
                        + "431 Request Header Fields Too Large: head-too-large\n");
    }

    @Test
    void a_page_that_leaves_the_connection_open_does_not_speak_of_it() {
        assertThat(text(ErrorPage.of(Fault.UNREACHABLE).bytes(Method.GET, option(false), date)))
                .isEqualTo(head(
                                "HTTP/1.1 502 Bad Gateway",
                                "Content-Type: text/plain; charset=utf-8",
                                "Cache-Control: no-store",
                                "Content-Length: 29",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT")
                        + "502 Bad Gateway: unreachable\n");
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void a_page_is_a_response_that_we_would_accept_ourselves(Violation violation) {
        for (boolean close : new boolean[] {true, false}) {
            String page = text(ErrorPage.of(violation).bytes(Method.GET, option(close), date));
            Parsed parsed = Parsed.completeResponse(page);

            assertThat(parsed.head.status()).isEqualTo(violation.status());
            assertThat(StatusPhrase.of(violation.status())).isNotEmpty();
            assertThat(parsed.head.keepAlive()).isEqualTo(!close);
            assertThat(parsed.length() + parsed.head.contentLength()).isEqualTo(page.length());
            assertThat(text(ErrorPage.of(violation).bytes(Method.HEAD, option(close), date)))
                    .isEqualTo(page.substring(0, parsed.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 226, 308, 402, 405, 409, 411, 413, 418, 422, 426, 451, 500, 507, 511})
    void statuses_have_phrases(int status) {
        assertThat(StatusPhrase.of(status)).matches(status == 418 ? "" : "[A-Z][A-Za-z ]+");
    }

    private static byte[] option(boolean close) {
        return (close ? ConnectionOption.CLOSE : ConnectionOption.NONE).line();
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

        @Override
        public Side side() {
            return Side.BACK;
        }
    }
}
