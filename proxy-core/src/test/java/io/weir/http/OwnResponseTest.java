package io.weir.http;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.http1.ConnectionOption;
import io.weir.http1.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnResponseTest {

    private static final byte[] NOTHING = {};
    private static final DateLine DATE = new DateLine(() -> 0);
    private static final String DATED = "Date: Thu, 01 Jan 1970 00:00:00 GMT";
    private static final List<FieldLine> FIELDS = List.of(new FieldLine("A", "b"), new FieldLine("C", "d e"));

    @Test
    void a_response_has_its_fields_in_order_and_its_length() {
        OwnResponse response = new OwnResponse(200, FIELDS, Wire.latin1("hello"));

        assertThat(text(response.bytes(Method.GET, ConnectionOption.NONE.line(), DATE)))
                .isEqualTo(head("HTTP/1.1 200 OK", "A: b", "C: d e", "Content-Length: 5", DATED) + "hello");
        assertThat(text(response.bytes(Method.POST, ConnectionOption.CLOSE.line(), DATE)))
                .isEqualTo(head("HTTP/1.1 200 OK", "A: b", "C: d e", "Content-Length: 5", DATED, "Connection: close")
                        + "hello");
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void head_gets_the_same_head_and_no_body() {
        OwnResponse response = new OwnResponse(200, List.of(), Wire.latin1("hello"));

        assertThat(text(response.bytes(Method.HEAD, ConnectionOption.KEEP_ALIVE.line(), DATE)))
                .isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 5", DATED, "Connection: keep-alive"));
    }

    @ParameterizedTest
    @CsvSource({"204, HTTP/1.1 204 No Content", "304, HTTP/1.1 304 Not Modified"})
    void a_status_without_a_body_has_no_length(int status, String line) {
        assertThat(text(new OwnResponse(status, List.of(), NOTHING)
                        .bytes(Method.GET, ConnectionOption.NONE.line(), DATE)))
                .isEqualTo(head(line, DATED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OwnResponse(status, List.of(), new byte[1]))
                .withMessage("body: 1 bytes (expected: none with " + status + ")");
    }

    @Test
    void a_date_that_is_given_stays_the_only_one() {
        OwnResponse response = new OwnResponse(200, List.of(new FieldLine("date", "then")), NOTHING);

        assertThat(text(response.bytes(Method.GET, ConnectionOption.NONE.line(), DATE)))
                .isEqualTo(head("HTTP/1.1 200 OK", "date: then", "Content-Length: 0"));
    }

    @Test
    void a_status_that_nobody_knows_has_no_phrase() {
        assertThat(text(new OwnResponse(299, List.of(), NOTHING).bytes(Method.GET, ConnectionOption.NONE.line(), DATE)))
                .isEqualTo(head("HTTP/1.1 299 ", "Content-Length: 0", DATED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, 199, 600})
    void a_status_that_ends_no_exchange_is_refused(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OwnResponse(status, List.of(), NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "é"})
    void a_name_that_is_no_token_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldLine(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\u0000", " a", "a ", "é"})
    void a_value_that_would_be_more_or_less_than_it_says_is_refused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FieldLine("A", value));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
