package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwarding;
import io.weir.forwarded.Forwardings;
import io.weir.http.DateLine;
import io.weir.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadComposerTest {

    private static final Forwarding NOTHING = Forwardings.of(ForwardedMode.OFF);
    private static final Forwarding FORWARDED = Forwardings.of(ForwardedMode.X_FORWARDED);

    private final HeadComposer composer = new HeadComposer(16 * 1024);

    @Test
    void a_request_goes_on_with_its_fields_in_order_and_ours_behind() {
        assertThat(request("GET /a?b HTTP/1.1", "Host: example.org", "User-Agent: x", "Via: 1.1 other", "accept: */*"))
                .isEqualTo(head(
                        "GET /a?b HTTP/1.1",
                        "Host: example.org",
                        "User-Agent: x",
                        "Via: 1.1 other",
                        "accept: */*",
                        "X-Forwarded-Host: example.org",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Via: 1.1 weir"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1                  | GET / HTTP/1.1",
                "GET /a/b?c=d?e HTTP/1.1         | GET /a/b?c=d?e HTTP/1.1",
                "PROPFIND /%zz HTTP/1.1          | PROPFIND /%zz HTTP/1.1",
                "GET / HTTP/1.7                  | GET / HTTP/1.1",
                "GET http://example.org HTTP/1.1        | GET / HTTP/1.1",
                "GET http://example.org/ HTTP/1.1       | GET / HTTP/1.1",
                "GET http://example.org?a HTTP/1.1      | GET /?a HTTP/1.1",
                "GET HTTPS://example.org/a/b?c HTTP/1.1 | GET /a/b?c HTTP/1.1",
                "OPTIONS * HTTP/1.1                     | OPTIONS * HTTP/1.1",
                "OPTIONS http://example.org HTTP/1.1    | OPTIONS * HTTP/1.1",
                "OPTIONS http://example.org/ HTTP/1.1   | OPTIONS / HTTP/1.1",
                "OPTIONS http://example.org?a HTTP/1.1  | OPTIONS /?a HTTP/1.1"
            })
    void every_target_becomes_a_path_or_an_asterisk(String received, String sent) {
        assertThat(request(received, "Host: example.org")).startsWith(sent + "\r\nHost: example.org\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: 5 ,\t5,5",
                "Content-Length:5,05\r\nCONTENT-LENGTH: 0005"
            })
    void a_length_that_a_server_repeats_is_sent_once(String lines) {
        Parsed parsed = Parsed.completeResponse(head("HTTP/1.1 200 OK", "A: b", lines, "C: d"));
        assertThat(parsed.head.contentLength()).isEqualTo(5);
        Composed.response(composer, parsed.head, parsed.wire.bytes, ConnectionOption.NONE);
        assertThat(composed()).isEqualTo(head("HTTP/1.1 200 OK", "A: b", "Content-Length: 5", "C: d", "Via: 1.1 weir"));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "0, 0", "00, 0", "005, 5", "0100, 100", "00009223372036854775807, 9223372036854775807"})
    void a_length_is_sent_in_its_shortest_form(String received, String sent) {
        Parsed response = Parsed.completeResponse(head("HTTP/1.1 200 OK", "Content-Length: " + received, "C: d"));
        Composed.response(composer, response.head, response.wire.bytes, ConnectionOption.NONE);
        assertThat(composed()).isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: " + sent, "C: d", "Via: 1.1 weir"));
        assertThat(request("POST / HTTP/1.1", "Host: a", "content-length:" + received + " "))
                .startsWith("POST / HTTP/1.1\r\nHost: a\r\ncontent-length: " + sent + "\r\n");
    }

    @Test
    void a_length_that_a_server_repeats_with_zeros_before_it_is_sent_in_its_shortest_form() {
        Parsed parsed = Parsed.completeResponse(head("HTTP/1.1 200 OK", "Content-Length: 05 , 5", "Content-Length: 5"));
        assertThat(parsed.head.contentLength()).isEqualTo(5);
        Composed.response(composer, parsed.head, parsed.wire.bytes, ConnectionOption.NONE);
        assertThat(composed()).isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 5", "Via: 1.1 weir"));
    }

    @Test
    void the_authority_of_an_absolute_target_replaces_host() {
        assertThat(request("GET http://example.org:81/ HTTP/1.1", "A: b", "Host: other", "C: d"))
                .isEqualTo(head(
                        "GET / HTTP/1.1",
                        "Host: example.org:81",
                        "A: b",
                        "C: d",
                        "X-Forwarded-Host: example.org:81",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Via: 1.1 weir"));
    }

    @Test
    void a_request_of_http10_without_host_names_the_server() {
        assertThat(request("GET / HTTP/1.0", "A: b"))
                .isEqualTo(head(
                        "GET / HTTP/1.1",
                        "Host: server.test:8080",
                        "A: b",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Via: 1.0 weir"));
        assertThat(request("GET http://a/ HTTP/1.0"))
                .startsWith("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: a\r\n");
        assertThat(request("GET / HTTP/1.0", "Host:")).startsWith("GET / HTTP/1.1\r\nHost:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Connection: keep-alive",
                "Connection: x-nobody-sent-it",
                "Connection:",
                "Keep-Alive: timeout=5",
                "keep-alive: 300",
                "Proxy-Connection: keep-alive",
                "TE: gzip",
                "Connection: TE\r\nTE: deflate;q=0.5, trailers;q=0, x-trailers",
                "Upgrade: websocket",
                "Connection: upgrade\r\nUpgrade: h2c",
                "Connection: X-One\r\nX-One: 1",
                "X-One: 1\r\nConnection: x-one",
                "X-One: 1\r\nConnection: close, x-one,x-TWO\r\nx-two: 2\r\nX-ONE: 3",
                "X-One: 1\r\nConnection: x-one\r\nConnection: x-two\r\nX-Two: 2",
                "Connection: trailer\r\nTrailer: x",
                "Forwarded: for=1.2.3.4",
                "X-Forwarded-For: 1.2.3.4",
                "x-forwarded-for: 1.2.3.4\r\nX-FORWARDED-FOR: 5.6.7.8",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil",
                "X_Forwarded_For: 1.2.3.4"
            })
    void what_ends_here_or_is_the_clients_word_does_not_go_on(String lines) {
        String clean = request("GET / HTTP/1.1", "Host: a", "B: c", "D: e");

        assertThat(request("GET / HTTP/1.1", "Host: a", lines, "B: c", "D: e")).isEqualTo(clean);
        assertThat(request("GET / HTTP/1.1", lines, "Host: a", "B: c", "D: e")).isEqualTo(clean);
        assertThat(request("GET / HTTP/1.1", "Host: a", "B: c", "D: e", lines)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Trailer: x",
                "Content-Length: 5",
                "Expect: 100-continue",
                "Keep_Alive: x",
                "Proxy-Authenticate: x",
                "Authorization: x",
                "Cookie: a=b; c=d",
                "Date: x",
                "Max-Forwards: 5",
                "Max-Forwards: x",
                "X: \u00e9",
                "Empty: "
            })
    void what_is_for_the_server_goes_on(String line) {
        assertThat(request("GET / HTTP/1.1", "Host: a", line)).contains("\r\n" + line + "\r\n");
    }

    @Test
    void whitespace_around_values_becomes_one_space() {
        assertThat(request("GET / HTTP/1.1", "Host:a", "B:\tb", "C:  c", "D: d ", "E: \t ", "F: f  f", "G:g", "H: h"))
                .startsWith(
                        "GET / HTTP/1.1\r\nHost: a\r\nB: b\r\nC: c\r\nD: d\r\nE: \r\nF: f  f\r\nG: g\r\nH: h\r\nX-");
    }

    @Test
    void a_chunked_body_is_declared_once_and_plainly() {
        assertThat(request("POST / HTTP/1.1", "Host: a", "transfer-ENCODING:CHUNKED ", "B: c"))
                .isEqualTo(head(
                        "POST / HTTP/1.1",
                        "Host: a",
                        "B: c",
                        "Transfer-Encoding: chunked",
                        "X-Forwarded-Host: a",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Via: 1.1 weir"));
    }

    @ParameterizedTest
    @CsvSource({"10, 9", "1, 0", "0, 0", "100, 99", "9223372036854775807, 9223372036854775806"})
    void max_forwards_counts_down(String received, String sent) {
        String composed = request("TRACE / HTTP/1.1", "Host: a", "Max-Forwards: " + received, "B: c");

        assertThat(composed).contains("\r\nB: c\r\nMax-Forwards: " + sent + "\r\n");
        assertThat(composed).doesNotContain("Max-Forwards: " + received.replaceFirst("^0$", "none") + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TE: trailers",
                "te: gzip;q=0.5,\tTrailers ,deflate\r\nConnection: close, TE",
                "TE: gzip\r\nTE: trailers\r\nTE: trailers"
            })
    void a_client_that_takes_trailers_is_announced_as_one_and_no_other_coding_is(String lines) {
        assertThat(request("GET / HTTP/1.1", "Host: a", lines, "B: c"))
                .startsWith("GET / HTTP/1.1\r\nHost: a\r\nB: c\r\nX-Forwarded-Host: a\r\n")
                .endsWith("Via: 1.1 weir\r\nTE: trailers\r\nConnection: TE\r\n\r\n");
        assertThat(request("GET / HTTP/1.1", "Host: a")).doesNotContain("TE");
    }

    @Test
    void trailers_are_not_announced_for_http10_nor_beside_a_change_of_protocol() {
        assertThat(request("GET / HTTP/1.0", "Host: a", "TE: trailers")).doesNotContain("TE:", "Connection");
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", "TE: trailers"));
        Composed.request(composer, parsed.head, parsed.wire.bytes, NOTHING, ConnectionOption.CLOSE);
        assertThat(composed()).endsWith("\r\nConnection: close\r\n\r\n").doesNotContain("TE:");
    }

    @Test
    void an_expectation_of_http10_is_ignored() {
        assertThat(request("PUT / HTTP/1.0", "Host: a", "Expect: 100-continue", "Content-Length: 5"))
                .doesNotContain("Expect");
    }

    @Test
    void a_server_is_told_to_close() {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", "Connection: keep-alive"));

        assertThat(Composed.request(composer, parsed.head, parsed.wire.bytes, NOTHING, ConnectionOption.CLOSE))
                .isTrue();
        assertThat(composed()).isEqualTo(head("GET / HTTP/1.1", "Host: a", "Via: 1.1 weir", "Connection: close"));
    }

    @Test
    void a_response_goes_on_with_its_fields_in_order_and_ours_behind() {
        assertThat(response(
                        ConnectionOption.CLOSE,
                        "HTTP/1.0 404 Nicht da",
                        "Server: x",
                        "Via: 1.1 other",
                        "Connection: keep-alive, x-a",
                        "X-A: b",
                        "Keep-Alive: timeout=5",
                        "Content-Length:  5",
                        "Set-Cookie: a",
                        "Set-Cookie: b"))
                .isEqualTo(head(
                        "HTTP/1.1 404 Nicht da",
                        "Server: x",
                        "Via: 1.1 other",
                        "Content-Length: 5",
                        "Set-Cookie: a",
                        "Set-Cookie: b",
                        "Via: 1.0 weir",
                        "Connection: close"));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, HTTP/1.1 200 OK",
        "'HTTP/1.1 200 ', 'HTTP/1.1 200 '",
        "HTTP/1.1 200, 'HTTP/1.1 200 '",
        "HTTP/1.5 599 \u00e9 \u00e9, HTTP/1.1 599 \u00e9 \u00e9",
        "HTTP/1.1 999 Request denied, HTTP/1.1 999 Request denied",
        "HTTP/1.0 600, 'HTTP/1.1 600 '",
        "HTTP/1.0 200  two , HTTP/1.1 200  two "
    })
    void the_status_line_is_in_our_version_and_complete(String received, String sent) {
        assertThat(response(ConnectionOption.NONE, received, "A: b")).startsWith(sent + "\r\nA: b\r\n");
    }

    @Test
    void the_client_is_told_about_its_connection() {
        assertThat(response(ConnectionOption.NONE, "HTTP/1.1 200 OK"))
                .isEqualTo(head("HTTP/1.1 200 OK", "Via: 1.1 weir"));
        assertThat(response(ConnectionOption.CLOSE, "HTTP/1.1 200 OK"))
                .isEqualTo(head("HTTP/1.1 200 OK", "Via: 1.1 weir", "Connection: close"));
        assertThat(response(ConnectionOption.KEEP_ALIVE, "HTTP/1.1 200 OK"))
                .isEqualTo(head("HTTP/1.1 200 OK", "Via: 1.1 weir", "Connection: keep-alive"));
        assertThat(response(ConnectionOption.CLOSE, "HTTP/1.1 103 Early Hints", "Link: x"))
                .isEqualTo(head("HTTP/1.1 103 Early Hints", "Link: x", "Via: 1.1 weir"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, Content-Length: 5, Content-Length: 5",
        "200, Transfer-Encoding: Chunked, Transfer-Encoding: chunked",
        "304, Content-Length: 5, Content-Length: 5",
        "304, Transfer-Encoding: chunked, Transfer-Encoding: chunked",
        "204, Content-Length: 5, ''",
        "204, Transfer-Encoding: chunked, ''",
        "100, Content-Length: 0, ''",
        "103, Transfer-Encoding: chunked, ''"
    })
    void the_framing_of_a_response_goes_on_where_it_may_have_one(int status, String received, String sent) {
        String framing = sent.isEmpty() ? "" : sent + "\r\n";

        assertThat(response(ConnectionOption.NONE, "HTTP/1.1 " + status + " X", received))
                .isEqualTo("HTTP/1.1 " + status + " X\r\n" + framing + "Via: 1.1 weir\r\n\r\n");
    }

    @Test
    void a_client_of_http10_is_told_nothing_of_chunks() {
        Parsed parsed = Parsed.completeResponse(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
        Composed.response(composer, parsed.head, parsed.wire.bytes, HttpVersion.HTTP_1_0, ConnectionOption.CLOSE);
        assertThat(composed()).isEqualTo(head("HTTP/1.1 200 OK", "Via: 1.1 weir", "Connection: close"));

        parsed = Parsed.completeResponse(head("HTTP/1.1 200 OK", "Content-Length: 5"));
        Composed.response(composer, parsed.head, parsed.wire.bytes, HttpVersion.HTTP_1_0, ConnectionOption.CLOSE);
        assertThat(composed()).contains("Content-Length: 5");
    }

    @Test
    void the_forwarding_fields_of_a_response_are_the_servers_business() {
        assertThat(response(ConnectionOption.NONE, "HTTP/1.1 200 OK", "X-Forwarded-For: a", "Host: b"))
                .isEqualTo(head("HTTP/1.1 200 OK", "X-Forwarded-For: a", "Host: b", "Via: 1.1 weir"));
    }

    @Test
    void a_response_without_date_gets_one_by_a_composer_with_a_clock() {
        HeadComposer dating = new HeadComposer(4096, new DateLine(() -> 784_111_777_000L));
        assertThat(dated(dating, "HTTP/1.1 200 OK", "A: b")).containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(dated(dating, "HTTP/1.1 500 No", "A: b")).containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(dated(dating, "HTTP/1.1 200 OK", "date: yesterday")).containsExactly("yesterday");
        assertThat(dated(dating, "HTTP/1.1 200 OK", "Connection: date", "Date: cut off"))
                .containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(dated(dating, "HTTP/1.1 103 Early Hints", "A: b")).isEmpty();
    }

    private static List<String> dated(HeadComposer composer, String... lines) {
        Parsed parsed = Parsed.completeResponse(head(lines));
        assertThat(Composed.response(composer, parsed.head, parsed.wire.bytes, ConnectionOption.NONE))
                .isTrue();
        return Composed.text(composer)
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Date: ", 0, 6))
                .map(line -> line.substring(6))
                .toList();
    }

    @Test
    void what_does_not_fit_is_not_written_beyond_the_end() {
        Parsed parsed =
                Parsed.completeRequest(head("TRACE http://a?b HTTP/1.1", "C:d", "Host: x", "Max-Forwards: 12", "E: f"));
        Composed.request(composer, parsed.head, parsed.wire.bytes, FORWARDED, ConnectionOption.CLOSE);
        String whole = composed();

        for (int capacity = 0; capacity < whole.length(); capacity++) {
            HeadComposer small = new HeadComposer(capacity);
            assertThat(Composed.request(small, parsed.head, parsed.wire.bytes, FORWARDED, ConnectionOption.CLOSE))
                    .isFalse();
            assertThat(small.length()).isLessThanOrEqualTo(capacity);
        }
        HeadComposer exact = new HeadComposer(whole.length());
        assertThat(Composed.request(exact, parsed.head, parsed.wire.bytes, FORWARDED, ConnectionOption.CLOSE))
                .isTrue();
        assertThat(new String(exact.array(), StandardCharsets.ISO_8859_1)).isEqualTo(whole);
    }

    @Test
    void a_composer_that_ran_out_of_room_works_again() {
        HeadComposer small = new HeadComposer(60);
        Parsed large = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", "B: " + "c".repeat(100)));
        Parsed fitting = Parsed.completeRequest(head("GET / HTTP/1.0", "Host:"));

        assertThat(Composed.request(small, large.head, large.wire.bytes, NOTHING))
                .isFalse();
        assertThat(Composed.request(small, fitting.head, fitting.wire.bytes, NOTHING))
                .isTrue();
    }

    @Test
    void what_was_composed_parses_to_the_same_message() {
        for (String text : HeadSplitTest.requests()) {
            Parsed received = Parsed.completeRequest(text);
            Composed.request(composer, received.head, received.wire.bytes, FORWARDED);
            Parsed sent = Parsed.completeRequest(composed());

            assertThat(List.of(sent.head.method(), sent.authority(), sent.head.framing(), sent.head.contentLength()))
                    .isEqualTo(List.of(
                            received.head.method(),
                            Composed.authority(received),
                            received.head.framing(),
                            received.head.contentLength()));
        }
    }

    private String request(String... lines) {
        Parsed parsed = Parsed.completeRequest(head(lines));
        assertThat(Composed.request(composer, parsed.head, parsed.wire.bytes, FORWARDED))
                .isTrue();
        return composed();
    }

    private String response(ConnectionOption option, String... lines) {
        Parsed parsed = Parsed.completeResponse(head(lines));
        assertThat(Composed.response(composer, parsed.head, parsed.wire.bytes, option))
                .isTrue();
        return composed();
    }

    private String composed() {
        return Composed.text(composer);
    }
}
