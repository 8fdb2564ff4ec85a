package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.Framing;
import io.weir.http.HttpVersion;
import io.weir.http.ParseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResponseHeadTest {

    @Test
    void a_head_is_found_where_it_lies() {
        String text = head("HTTP/1.1 404 Not Found", "Server: x", "Content-Length: 3");
        Parsed parsed = Parsed.completeResponse(text + "abc");

        assertThat(parsed.head.isRequest()).isFalse();
        assertThat(parsed.head.status()).isEqualTo(404);
        assertThat(parsed.head.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(parsed.fields()).containsExactly("Server=x", "Content-Length=3");
        assertThat(parsed.length()).isEqualTo(text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK', 'OK'",
        "'HTTP/1.1 200 ', ''",
        "'HTTP/1.1 200', ''",
        "'HTTP/1.0 200 A long  one ', 'A long  one '",
        "'HTTP/1.1 200 \tTab', '\tTab'",
        "'HTTP/1.1 200 d\u00e9j\u00e0', 'd\u00e9j\u00e0'"
    })
    void a_reason_phrase_may_be_anything_visible_or_nothing(String statusLine, String reason) {
        Parsed parsed = Parsed.completeResponse(head(statusLine));

        assertThat(parsed.head.status()).isEqualTo(200);
        assertThat(parsed.wire.text(parsed.head.reasonStart(), parsed.head.reasonEnd()))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "100, true",
        "101, true",
        "103, true",
        "199, true",
        "200, false",
        "404, false",
        "599, false",
        "600, false",
        "999, false"
    })
    void a_status_below_200_is_interim(int status, boolean interim) {
        Parsed parsed = Parsed.completeResponse(head("HTTP/1.1 " + status + " X"));

        assertThat(parsed.head.status()).isEqualTo(status);
        assertThat(parsed.head.isInterim()).isEqualTo(interim);
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=5, 5",
        "'timeout=5, max=100', 5",
        "'max=100,timeout=15', 15",
        "'max=100 ,  Timeout=15', 15",
        "timeout=0, 0",
        "timeout=5s, 5",
        "timeout, -1",
        "timeout=, -1",
        "timeout=x, -1",
        "timeout=-1, -1",
        "xtimeout=5, -1",
        "timeout=0000000000000000000005, 5",
        "timeout=2147483647, 2147483647",
        "timeout=2147483648, 2147483647",
        "timeout=9223372037, 2147483647",
        "timeout=99999999999999999999, 2147483647",
        "'', -1",
        "',,,', -1",
        "max=5, -1"
    })
    void a_keep_alive_timeout_is_a_hint_that_is_read_where_it_can_be(String value, int seconds) {
        Parsed parsed = Parsed.completeResponse(head("HTTP/1.1 200 OK", "Keep-Alive: " + value));

        assertThat(parsed.head.keepAliveTimeoutSeconds()).isEqualTo(seconds);
    }

    @Test
    void host_in_a_response_means_nothing() {
        assertThat(Parsed.response(head("HTTP/1.1 200 OK", "Host: a b", "Host: c")).result)
                .isEqualTo(ParseResult.COMPLETE);
    }

    @Test
    void a_switch_of_protocols_is_parsed_and_left_to_the_session() {
        Parsed parsed = Parsed.completeResponse(
                head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: websocket"));

        assertThat(parsed.head.hasUpgrade()).isTrue();
        assertThat(parsed.head.framing()).isEqualTo(Framing.NONE);
    }
}
