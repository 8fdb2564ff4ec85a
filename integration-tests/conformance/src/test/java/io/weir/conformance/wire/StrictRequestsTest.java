package io.weir.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.conformance.wire.Reading.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker that every proxy is measured with. */
class StrictRequestsTest {

    private static final String HEAD = "POST /a?b HTTP/1.1\r\nHost: a:80\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                HEAD + "Content-Length: 5\r\n\r\nhello",
                HEAD + "Content-Length:5 \t\r\n\r\nhello",
                HEAD + "X-A: b c\td\u00ff\r\n\r\n",
                HEAD + "Transfer-Encoding: Chunked\r\n\r\n5;a;b=c;d=\"e \\\" f\"\r\nhello\r\n00\r\nX-A: b\r\n\r\n",
                HEAD + "\r\n" + HEAD + "Content-Length: 0\r\n\r\n" + HEAD + "\r\n"
            })
    void what_has_one_reading_is_whole(String stream) {
        assertThat(StrictRequests.read(stream, 0).end()).isEqualTo(End.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                HEAD + "X-A : b\r\n\r\n",
                HEAD + "X-A: b\r\n c\r\n\r\n",
                HEAD + "X-A: b\rc\r\n\r\n",
                HEAD + "X-A: b\nc: d\r\n\r\n",
                HEAD + "X-A: \0\r\n\r\n",
                HEAD + "Content-Length: +5\r\n\r\nhello",
                HEAD + "Content-Length: 5, 5\r\n\r\nhello",
                HEAD + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                HEAD + "Content_Length: 5\r\n\r\n",
                HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                HEAD + "Connection: close, Content-Length\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5;\nhello\r\n0\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n"
            })
    void what_has_two_readings_is_ambiguous(String stream) {
        Reading reading = StrictRequests.read(stream, 0);

        assertThat(reading.end()).isEqualTo(End.AMBIGUOUS);
        assertThat(reading.why()).isNotEmpty();
    }

    @Test
    void every_beginning_of_a_message_is_cut_and_not_ambiguous() {
        String whole = HEAD + "Transfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX-A: b\r\n\r\n";

        for (int length = 1; length < whole.length(); length++) {
            assertThat(StrictRequests.read(whole.substring(0, length), 0).end())
                    .as("the first %d bytes", length)
                    .isEqualTo(End.CUT);
        }
    }

    @Test
    void a_hidden_request_is_part_of_a_body_and_no_message() {
        String hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

        Reading reading = StrictRequests.read(HEAD + "Content-Length: " + hidden.length() + "\r\n\r\n" + hidden, 0);

        assertThat(reading.messages()).hasSize(1);
        assertThat(reading.messages().get(0).body()).isEqualTo(hidden);
    }
}
