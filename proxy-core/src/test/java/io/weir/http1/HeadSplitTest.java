package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A head that comes in pieces. */
final class HeadSplitTest {

    static String[] requests() {
        return new String[] {
            head("GET / HTTP/1.0"),
            head("GET / HTTP/1.1", "Host: a"),
            "\r\n" + head("GET /a?b HTTP/1.1", "Host: a", "Accept: */*", "X:", "Y: \t z \t"),
            head(
                    "POST http://a.example:80/b HTTP/1.1",
                    "Host: [::1]:80",
                    "Transfer-Encoding: chunked",
                    "Connection: a, b"),
            head("OPTIONS * HTTP/1.9", "host:a", "Content-Length: 17", "Expect: 100-continue", "Connection: close"),
        };
    }

    static String[] responses() {
        return new String[] {
            head("HTTP/1.1 200"),
            head("HTTP/1.0 204 No Content", "X: y"),
            head("HTTP/1.1 200 OK", "Content-Length: 5", "Keep-Alive: timeout=5", "X: \u00e9"),
            head("HTTP/1.1 100 Continue"),
        };
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_head_is_incomplete_until_its_last_byte(String text) {
        Parsed whole = Parsed.completeRequest(text);
        for (int length = 0; length < text.length(); length++) {
            assertThat(Parsed.request(text.substring(0, length)).outcome())
                    .as("first %d bytes", length)
                    .isEqualTo(ParseResult.INCOMPLETE);
        }
        assertSame(Parsed.completeRequest(text + "GET / HTTP"), whole);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void a_response_head_is_incomplete_until_its_last_byte(String text) {
        Parsed whole = Parsed.completeResponse(text);
        for (int length = 0; length < text.length(); length++) {
            assertThat(Parsed.response(text.substring(0, length)).outcome())
                    .as("first %d bytes", length)
                    .isEqualTo(ParseResult.INCOMPLETE);
        }
        assertSame(Parsed.completeResponse(text + "\r\n\r\n"), whole);
    }

    @ParameterizedTest
    @MethodSource({"requests", "responses"})
    void the_end_is_announced_wherever_the_pieces_are_cut(String text) {
        Wire wire = Wire.of(text);
        for (int cut = wire.from + 2; cut < wire.to; cut++) {
            assertThat(HeadParser.mayEndIn(wire.bytes, cut, wire.to))
                    .as("cut at %d", cut)
                    .isTrue();
            assertThat(HeadParser.mayEndIn(wire.bytes, Math.max(cut - 1, wire.from + 2), cut))
                    .as("piece that ends at %d", cut)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "X, false",
        "R, false",
        "N, false",
        "RN, false",
        "XRN, false",
        "XRNY, false",
        "XNYN, false",
        "XRNYRN, false",
        "RNRN, true",
        "NN, true",
        "NRN, true",
        "RNN, true",
        "XRNRNY, true",
        "XNNY, true",
        "RNRRN, false",
        "RRN, false"
    })
    void an_empty_line_is_seen_with_carriage_returns_or_without(String pattern, boolean seen) {
        byte[] text = Wire.latin1(pattern.replace('R', '\r').replace('N', '\n'));

        assertThat(HeadParser.mayEndIn(ByteBuffer.wrap(text), 0, text.length)).isEqualTo(seen);
    }

    @Test
    void what_cannot_become_a_head_is_refused_at_its_first_wrong_byte() {
        assertThat(Parsed.request("\u0001").outcome()).isEqualTo(Violation.CONTROL_BYTE);
        assertThat(Parsed.request("\u0016").outcome()).isEqualTo(ParseResult.INCOMPLETE);
        assertThat(Parsed.request("\u0016\u0003").outcome()).isEqualTo(Violation.TLS_ON_PLAIN_PORT);
        assertThat(Parsed.response("\u0015\u0003").outcome()).isEqualTo(Violation.SERVER_SPEAKS_TLS);
        assertThat(Parsed.request("{").outcome()).isEqualTo(Violation.BAD_METHOD);
        assertThat(Parsed.request("GET / HTTP/2").outcome()).isEqualTo(ParseResult.INCOMPLETE);
        assertThat(Parsed.request("GET / HTTP/2.0").outcome()).isEqualTo(Violation.UNSUPPORTED_VERSION);
        assertThat(Parsed.request("GET / h").outcome()).isEqualTo(Violation.BAD_VERSION);
        assertThat(Parsed.request("CONNECT a:1 HTTP/1.1\r\n").outcome()).isEqualTo(Violation.UNSUPPORTED_METHOD);
        assertThat(Parsed.request("GET a HTTP/1.1\r\n").outcome()).isEqualTo(Violation.BAD_TARGET);
        assertThat(Parsed.request("GET / HTTP/1.1\r\nHost: a\n").outcome()).isEqualTo(Violation.BARE_LF);
        assertThat(Parsed.response("<").outcome()).isEqualTo(Violation.BAD_STATUS_LINE);
        assertThat(Parsed.response("HTTP/1.1 0").outcome()).isEqualTo(ParseResult.INCOMPLETE);
        assertThat(Parsed.response("HTTP/1.1 099").outcome()).isEqualTo(Violation.BAD_STATUS_LINE);
    }

    @Test
    void there_is_no_violation_to_tell_where_there_is_none() {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.0"));

        assertThatIllegalStateException().isThrownBy(parsed.parser::violation);
    }

    private static void assertSame(Parsed actual, Parsed expected) {
        assertThat(actual.head).usingRecursiveComparison().isEqualTo(expected.head);
    }
}
