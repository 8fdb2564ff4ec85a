package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.Framing;
import io.weir.http.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 section 6.3, and 9.3 for the connection. */
final class FramingTest {

    @ParameterizedTest
    @CsvSource({
        "X: y, NONE, 0",
        "Content-Length: 0, NONE, 0",
        "Content-Length: 000, NONE, 0",
        "Content-Length: 1, LENGTH, 1",
        "Content-Length: 0042, LENGTH, 42",
        "Content-Length:7, LENGTH, 7",
        "Content-Length: 9223372036854775807, LENGTH, 9223372036854775807",
        "Transfer-Encoding: chunked, CHUNKED, -1",
        "Transfer-Encoding: CHUNKED, CHUNKED, -1",
        "TRANSFER-ENCODING:\tChunked\t, CHUNKED, -1"
    })
    void a_request_body_is_as_long_as_its_field_says(String field, Framing framing, long length) {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", field));

        assertThat(parsed.head.framing()).isEqualTo(framing);
        assertThat(parsed.head.contentLength()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        // status, request method, field, framing, length
        "200, GET, X: y, UNTIL_CLOSE, -1",
        "200, GET, Content-Length: 5, LENGTH, 5",
        "200, GET, Content-Length: 0, NONE, 0",
        "200, GET, Transfer-Encoding: chunked, CHUNKED, -1",
        "200, HEAD, X: y, NONE, 0",
        "200, HEAD, Content-Length: 5, NONE, 0",
        "200, HEAD, Transfer-Encoding: chunked, NONE, 0",
        "404, HEAD, Content-Length: 5, NONE, 0",
        "100, GET, X: y, NONE, 0",
        "103, POST, Content-Length: 5, NONE, 0",
        "101, GET, X: y, NONE, 0",
        "204, GET, X: y, NONE, 0",
        "204, GET, Content-Length: 5, NONE, 0",
        "204, GET, Transfer-Encoding: chunked, NONE, 0",
        "205, GET, X: y, UNTIL_CLOSE, -1",
        "304, GET, Content-Length: 5, NONE, 0",
        "304, GET, Transfer-Encoding: chunked, NONE, 0",
        "200, CONNECT, Content-Length: 5, NONE, 0",
        "299, CONNECT, X: y, NONE, 0",
        "407, CONNECT, Content-Length: 5, LENGTH, 5"
    })
    void a_response_body_depends_on_status_and_request_too(
            int status, Method requestMethod, String field, Framing framing, long length) {
        Parsed parsed = Parsed.response(head("HTTP/1.1 " + status + " X", field), requestMethod)
                .complete();

        assertThat(parsed.head.framing()).isEqualTo(framing);
        assertThat(parsed.head.contentLength()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, X: y, true",
        "HTTP/1.1, Connection: close, false",
        "HTTP/1.1, Connection: CLOSE, false",
        "HTTP/1.1, Connection: closed, true",
        "HTTP/1.1, Connection: keep-alive, true",
        "HTTP/1.1, 'Connection: keep-alive, close', false",
        "HTTP/1.1, 'Connection: x ,\tclose', false",
        "HTTP/1.1, 'Connection: ,, close,,', false",
        "HTTP/1.1, Connection:, true",
        "HTTP/1.1, Proxy-Connection: close, true",
        "HTTP/1.0, X: y, false",
        "HTTP/1.0, Connection: keep-alive, true",
        "HTTP/1.0, Connection: Keep-Alive, true",
        "HTTP/1.0, Connection: keep_alive, false",
        "HTTP/1.0, 'Connection: keep-alive, close', false",
        "HTTP/1.0, Proxy-Connection: keep-alive, false"
    })
    void a_connection_persists_by_version_and_options(String version, String field, boolean keepAlive) {
        assertThat(Parsed.completeRequest(head("GET / " + version, "Host: a", field))
                        .head
                        .keepAlive())
                .isEqualTo(keepAlive);
        assertThat(Parsed.completeResponse(head(version + " 200 OK", "Content-Length: 5", field))
                        .head
                        .keepAlive())
                .isEqualTo(keepAlive);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1, X: y", "HTTP/1.0, Connection: keep-alive"})
    void a_connection_that_ends_the_body_does_not_persist(String version, String field) {
        assertThat(Parsed.completeResponse(head(version + " 200 OK", field))
                        .head
                        .keepAlive())
                .isFalse();
    }
}
