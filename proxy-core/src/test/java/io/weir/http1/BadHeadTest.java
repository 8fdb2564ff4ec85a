package io.weir.http1;

import static io.weir.http.Violation.BAD_CONNECTION_OPTION;
import static io.weir.http.Violation.BAD_CONTENT_LENGTH;
import static io.weir.http.Violation.BAD_FIELD_NAME;
import static io.weir.http.Violation.BAD_HOST;
import static io.weir.http.Violation.BAD_MAX_FORWARDS;
import static io.weir.http.Violation.BAD_METHOD;
import static io.weir.http.Violation.BAD_REQUEST_LINE;
import static io.weir.http.Violation.BAD_STATUS_LINE;
import static io.weir.http.Violation.BAD_TARGET;
import static io.weir.http.Violation.BAD_TRANSFER_ENCODING;
import static io.weir.http.Violation.BAD_VERSION;
import static io.weir.http.Violation.BARE_CR;
import static io.weir.http.Violation.BARE_LF;
import static io.weir.http.Violation.CONFLICTING_CONTENT_LENGTH;
import static io.weir.http.Violation.CONTROL_BYTE;
import static io.weir.http.Violation.DUPLICATE_HOST;
import static io.weir.http.Violation.HEAD_TOO_LARGE;
import static io.weir.http.Violation.LENGTH_AND_CHUNKED;
import static io.weir.http.Violation.LOOK_ALIKE_FIELD;
import static io.weir.http.Violation.METHOD_TOO_LONG;
import static io.weir.http.Violation.MISSING_HOST;
import static io.weir.http.Violation.OBS_FOLD;
import static io.weir.http.Violation.REPEATED_CONTENT_LENGTH;
import static io.weir.http.Violation.SERVER_SPEAKS_TLS;
import static io.weir.http.Violation.TARGET_TOO_LONG;
import static io.weir.http.Violation.TLS_ON_PLAIN_PORT;
import static io.weir.http.Violation.TOO_MANY_FIELDS;
import static io.weir.http.Violation.TRACE_WITH_BODY;
import static io.weir.http.Violation.TRANSFER_ENCODING_IN_HTTP10;
import static io.weir.http.Violation.UNSUPPORTED_METHOD;
import static io.weir.http.Violation.UNSUPPORTED_TRANSFER_CODING;
import static io.weir.http.Violation.UNSUPPORTED_VERSION;
import static io.weir.http.Violation.WHITESPACE_BEFORE_COLON;
import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and as what. Each head has one thing wrong with it. */
final class BadHeadTest {

    @ParameterizedTest
    @MethodSource({"requestLines", "lineEnds", "requestFields", "hosts", "requestFraming", "requestConnections", "sizes"
    })
    void a_bad_request_head_is_refused(Case bad) {
        bad.check(Parsed::request);
    }

    @ParameterizedTest
    @MethodSource({"statusLines", "responseFields", "responseFraming"})
    void a_bad_response_head_is_refused(Case bad) {
        bad.check(Parsed::response);
    }

    static Stream<Case> requestLines() {
        Table bad = new Table(line -> head(line, "Host: a"));
        // one space between three parts
        bad.add(BAD_REQUEST_LINE, "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1");
        bad.add(BAD_REQUEST_LINE, "GET\t/ HTTP/1.1", "GET /\tHTTP/1.1", "GET / HTTP/1.1\t", "\tGET / HTTP/1.1");
        bad.add(
                BAD_REQUEST_LINE,
                "GET \t/ HTTP/1.1",
                "GET /",
                "GET",
                "GET  HTTP/1.1",
                "GET / HTTP/1.1 x",
                "\r\n\r\nGET / HTTP/1.1");
        bad.add(BAD_REQUEST_LINE, "GET /a\tb HTTP/1.1", "GET / HTTP/1.10", "GET / HTTP/1.1x", "\r\n\r\n");
        bad.add(
                BAD_VERSION,
                "GET /  HTTP/1.1",
                "GET / \tHTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET / ",
                "GET / X",
                "GET / HTTP",
                "GET / HTTP/",
                "GET / HTTP/1",
                "GET / HTTP/1.");
        // method
        bad.add(
                BAD_METHOD,
                "G@T / HTTP/1.1",
                "GET: / HTTP/1.1",
                "GET/ HTTP/1.1",
                "\"GET\" / HTTP/1.1",
                "G\u00e9T / HTTP/1.1");
        bad.add(BAD_METHOD, "(GET) / HTTP/1.1", "GET,POST / HTTP/1.1", "{}", "\u0080");
        bad.add(
                TLS_ON_PLAIN_PORT,
                "\u0016\u0003\u0001 / HTTP/1.1",
                "\u0016\u0003\u0003\u0000\u00ff\u0001",
                "\u0015\u0003\u0001\u0000\u0002\u0002F",
                "\u0017\u0003\u0003");
        bad.add(CONTROL_BYTE, "\u0016\u0002\u0001", "\u0013\u0003", "\u0018\u0003", "G\u0016\u0003");
        bad.add(CONTROL_BYTE, "G\u0000T / HTTP/1.1", "GET\u000b/ HTTP/1.1", "GET\u000c/ HTTP/1.1");
        bad.add(UNSUPPORTED_METHOD, "CONNECT a:443 HTTP/1.1", "CONNECT / HTTP/1.1", "CONNECT * HTTP/1.0");
        // target
        bad.add(
                BAD_TARGET,
                "GET /# HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET # HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /\u0080 HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET * HTTP/1.1",
                "GET a HTTP/1.1",
                "GET ?a HTTP/1.1",
                "GET a/b HTTP/1.1",
                "GET a:443 HTTP/1.1");
        bad.add(BAD_TARGET, "OPTIONS ** HTTP/1.1", "OPTIONS */ HTTP/1.1", "OPTIONS *? HTTP/1.1", "options * HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET http: HTTP/1.1",
                "GET http:/a HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http:///a HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET http://?a HTTP/1.1",
                "GET ftp://a/ HTTP/1.1",
                "GET httpx://a/ HTTP/1.1",
                "GET ws://a/ HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET http://u@a/ HTTP/1.1",
                "GET http://u:p@a/ HTTP/1.1",
                "GET http://a:b/ HTTP/1.1",
                "GET http://@/ HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET http://:80/ HTTP/1.1",
                "GET http://[::1/ HTTP/1.1",
                "GET http://a\\b/ HTTP/1.1",
                "GET http://a:99999 HTTP/1.1");
        bad.add(
                BAD_TARGET,
                "GET \\a HTTP/1.1",
                "GET //a#b HTTP/1.1",
                "GET http://a#b HTTP/1.1",
                "GET mailto:a HTTP/1.1",
                "GET h HTTP/1.1");
        bad.add(
                CONTROL_BYTE,
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET /\u000b HTTP/1.1",
                "GET /\u001f HTTP/1.1");
        // version
        bad.add(
                BAD_VERSION,
                "GET / http/1.1",
                "GET / Http/1.1",
                "GET / HTTP/1,1",
                "GET / HTTP/a.1",
                "GET / HTTP/1.a",
                "GET / HTTP /1.1");
        bad.add(
                BAD_VERSION,
                "GET / HTTPS/1.1",
                "GET / HTTP/11",
                "GET / HTTP/1 .1",
                "GET / HTTP/-1.1",
                "GET / HTTP/2",
                "GET / ICY/1.1");
        bad.add(
                UNSUPPORTED_VERSION,
                "GET / HTTP/0.9",
                "GET / HTTP/2.0",
                "GET / HTTP/3.0",
                "GET / HTTP/9.1",
                "PRI * HTTP/2.0");
        return bad.stream();
    }

    static Stream<Case> lineEnds() {
        Table bad = new Table(Function.identity());
        bad.add(BARE_LF, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET\n/ HTTP/1.1\r\nHost: a\r\n\r\n");
        bad.add(BARE_LF, "GET /\nHTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\r\n\r\n", "GET /\n\n");
        bad.add(BARE_LF, "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\n\n");
        bad.add(BARE_LF, "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "GET / HTTP/1.1\r\nHost\n: a\r\n\r\n");
        bad.add(BARE_LF, "GET / HTTP/1.1\r\nHost:\na\r\n\r\n", "\r\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        bad.add(BARE_CR, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET\r/ HTTP/1.1\r\nHost: a\r\n\r\n");
        bad.add(BARE_CR, "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\rHost: a\r\n\r\n");
        bad.add(BARE_CR, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n");
        bad.add(BARE_CR, "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n");
        bad.add(BARE_CR, "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", "GET / HTTP/1.1\r\nHost\r: a\r\n\r\n");
        bad.add(BARE_CR, "\r\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n");
        return bad.stream();
    }

    private static void fields(Table bad) {
        bad.add(
                BAD_FIELD_NAME,
                "X",
                ": y",
                ":",
                "X;Y: z",
                "X(Y): z",
                "\"X\": y",
                "X\u00e9: y",
                "X=Y",
                "[X]: y",
                "X@Y: z",
                "X/Y: z");
        bad.add(BAD_FIELD_NAME, "{\"x\": 1}", "X,Y: z", "X\\: y", "X?: y", "<X>: y", "\u00ff: y");
        bad.add(
                WHITESPACE_BEFORE_COLON,
                "GET / HTTP/1.1",
                "X : y",
                "X\t: y",
                "X  : y",
                "X Y: z",
                "Transfer-Encoding : chunked",
                "Content-Length : 5");
        bad.add(OBS_FOLD, " X: y", "\tX: y", " ", "\t", "X: y\r\n z", "X: y\r\n\tz", "X:\r\n y", "X: y\r\n \r\n z");
        bad.add(OBS_FOLD, "Transfer-Encoding:\r\n chunked", "Content-Length: 5\r\n ", " : y");
        bad.add(
                CONTROL_BYTE,
                "X: a\u0000b",
                "X: \u0000",
                "X: a\u0001",
                "X: \u0008",
                "X: \u000b",
                "X: \u000c",
                "X: a\u001fb");
        bad.add(
                CONTROL_BYTE,
                "X: \u007f",
                "X\u0000: y",
                "\u0000X: y",
                "X\u007f: y",
                "Transfer-Encoding: \u000bchunked");
        bad.add(
                LOOK_ALIKE_FIELD,
                "Content_Length: 5",
                "CONTENT_LENGTH: 5",
                "content_length:",
                "Transfer_Encoding: chunked");
        bad.add(LOOK_ALIKE_FIELD, "transfer_encoding: identity");
    }

    private static void framing(Table bad) {
        bad.add(BAD_CONTENT_LENGTH, "Content-Length:", "Content-Length: ", "Content-Length: +3", "Content-Length: -3");
        bad.add(
                BAD_CONTENT_LENGTH,
                "Content-Length: 0x3",
                "Content-Length: 3 3",
                "Content-Length: 3,x",
                "Content-Length: 3,,3");
        bad.add(
                BAD_CONTENT_LENGTH,
                "Content-Length: 3\r\nContent-Length: x",
                "Content-Length: 3\r\nContent-Length:",
                "Content-Length: 3;",
                "Content-Length: 3.0",
                "Content-Length: \"3\"");
        bad.add(
                BAD_CONTENT_LENGTH,
                "Content-Length: 9223372036854775808",
                "Content-Length: 99999999999999999999999999");
        bad.add(
                BAD_CONTENT_LENGTH,
                "Content-Length: ,3",
                "Content-Length: 3,",
                "Content-Length: 1e3",
                "Content-Length: \u00b3");
        bad.add(
                BAD_CONTENT_LENGTH,
                "Content-Length: a",
                "Content-Length: 3a",
                "Content-Length: a3",
                "Content-Length: 18446744073709551617");
        bad.add(
                CONFLICTING_CONTENT_LENGTH,
                "Content-Length: 3,4",
                "Content-Length: 3, 3\r\nContent-Length: 0",
                "Content-Length: 3\r\nX: y\r\ncontent-length: 4");
        bad.add(
                LENGTH_AND_CHUNKED,
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 3");
        bad.add(LENGTH_AND_CHUNKED, "Content-Length: 0\r\nTransfer-Encoding: chunked");
        bad.add(BAD_TRANSFER_ENCODING, "Transfer-Encoding:", "Transfer-Encoding: identity", "Transfer-Encoding: gzip");
        bad.add(BAD_TRANSFER_ENCODING, "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: chunked, chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: chunked,",
                "Transfer-Encoding: ,chunked",
                "Transfer-Encoding: , chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunkedx",
                "Transfer-Encoding: \"chunked\"");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: chunked;a=b",
                "Transfer-Encoding: chunked ; a",
                "Transfer-Encoding: ;chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: 'chunked'",
                "Transfer-Encoding: chunked chunked",
                "Transfer-Encoding: chun ked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: chunked, gzip, chunked",
                "Transfer-Encoding: gzip, chunked, chunked");
        bad.add(BAD_TRANSFER_ENCODING, "Transfer-Encoding: chunked;x=1, chunked", "Transfer-Encoding: gzip,,chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: \u00e9chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip chunked");
        bad.add(
                BAD_TRANSFER_ENCODING,
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: ,");
        bad.add(UNSUPPORTED_TRANSFER_CODING, "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: foo,chunked");
        bad.add(
                UNSUPPORTED_TRANSFER_CODING,
                "Transfer-Encoding: gzip , CHUNKED",
                "Transfer-Encoding: a;q=1, b, chunked");
    }

    private static void connections(Table bad) {
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: content-length",
                "Connection: Transfer-Encoding",
                "Connection: close, HOST");
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: x-forwarded-for",
                "Connection: forwarded",
                "Connection: via",
                "Connection: expect");
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: max-forwards",
                "Connection: Content_Length",
                "Connection: X_Forwarded_Proto");
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: a b",
                "Connection: close;x",
                "Connection: \"close\"",
                "Connection: close x");
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: (close)",
                "Connection: x=y",
                "Connection: a\r\nConnection: b c",
                "Connection: \u00e9");
        bad.add(
                BAD_CONNECTION_OPTION,
                "Connection: " + "a,".repeat(33),
                "Connection: a\r\n".repeat(32) + "Connection: a");
    }

    static Stream<Case> requestFields() {
        Table bad = new Table(line -> head("GET / HTTP/1.1", "Host: a", line));
        fields(bad);
        Table first = new Table(line -> head("GET / HTTP/1.1", line, "Host: a"));
        fields(first);
        Table options = new Table(line -> head("OPTIONS / HTTP/1.1", "Host: a", line));
        options.add(BAD_MAX_FORWARDS, "Max-Forwards:", "Max-Forwards: x", "Max-Forwards: -1", "Max-Forwards: 1,1");
        options.add(BAD_MAX_FORWARDS, "Max-Forwards: 5\r\nMax-Forwards: 5", "Max-Forwards: 99999999999999999999");
        Table trace = new Table(line -> head("TRACE / HTTP/1.1", "Host: a", line));
        trace.add(TRACE_WITH_BODY, "Content-Length: 1", "Transfer-Encoding: chunked");
        return Stream.of(bad, first, options, trace).flatMap(Table::stream);
    }

    static Stream<Case> hosts() {
        Table bad = new Table(line -> head("GET / HTTP/1.1", line));
        bad.add(MISSING_HOST, "X: y", "Hosts: a", "X-Host: a");
        bad.add(
                DUPLICATE_HOST,
                "Host: a\r\nHost: a",
                "Host: a\r\nX: y\r\nhost: b",
                "Host:\r\nHost: a",
                "Host: a\r\nHost:");
        bad.add(
                BAD_HOST,
                "Host: a b",
                "Host: a,b c",
                "Host: u@a",
                "Host: http://a",
                "Host: a/",
                "Host: a?b",
                "Host: a#b");
        bad.add(
                BAD_HOST,
                "Host: :80",
                "Host: a:b",
                "Host: a:80:80",
                "Host: a:99999",
                "Host: [::1",
                "Host: ::1",
                "Host: [1]");
        bad.add(
                BAD_HOST,
                "Host: \u00e9",
                "Host: a\tb",
                "Host: \"a\"",
                "Host: a\\b",
                "Host: a%",
                "Host: [::1]a",
                "Host: a:080808");
        Table old = new Table(line -> head("GET / HTTP/1.0", line));
        old.add(DUPLICATE_HOST, "Host: a\r\nHost: a");
        old.add(BAD_HOST, "Host: a b");
        Table absolute = new Table(line -> head("GET http://a/ HTTP/1.1", line));
        absolute.add(MISSING_HOST, "X: y");
        absolute.add(DUPLICATE_HOST, "Host: a\r\nHost: a");
        absolute.add(BAD_HOST, "Host: a b");
        return Stream.of(bad, old, absolute).flatMap(Table::stream);
    }

    static Stream<Case> requestFraming() {
        Table bad = new Table(line -> head("POST / HTTP/1.1", "Host: a", line));
        framing(bad);
        bad.add(
                REPEATED_CONTENT_LENGTH,
                "Content-Length: 3\r\nContent-Length: 3",
                "Content-Length: 3,3",
                "Content-Length: 3 ,\t3",
                "Content-Length: 0\r\nX: y\r\ncontent-length: 00");
        Table old = new Table(line -> head("POST / HTTP/1.0", "Host: a", line));
        old.add(TRANSFER_ENCODING_IN_HTTP10, "Transfer-Encoding: chunked", "Transfer-Encoding: identity");
        old.add(TRANSFER_ENCODING_IN_HTTP10, "Content-Length: 3\r\nTransfer-Encoding: chunked");
        old.add(REPEATED_CONTENT_LENGTH, "Content-Length: 3\r\nContent-Length: 3");
        old.add(LOOK_ALIKE_FIELD, "Transfer_Encoding: chunked");
        return Stream.of(bad, old).flatMap(Table::stream);
    }

    static Stream<Case> requestConnections() {
        Table bad = new Table(line -> head("GET / HTTP/1.1", "Host: a", line));
        connections(bad);
        return bad.stream();
    }

    static Stream<Case> sizes() {
        Table bad = new Table(Function.identity());
        bad.add(
                TOO_MANY_FIELDS,
                "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(101) + "\r\n",
                "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(101));
        bad.add(
                HEAD_TOO_LARGE,
                "GET / HTTP/1.1\r\nX: " + "y".repeat(9000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\n" + "X".repeat(9000));
        bad.add(METHOD_TOO_LONG, "X".repeat(9000), "\r\n" + "X".repeat(9000) + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        bad.add(
                TARGET_TOO_LONG,
                "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://" + "a".repeat(9000));
        return bad.stream();
    }

    static Stream<Case> statusLines() {
        Table bad = new Table(line -> head(line, "X: y"));
        bad.add(
                BAD_STATUS_LINE,
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 200\tOK",
                " HTTP/1.1 200 OK");
        bad.add(
                BAD_STATUS_LINE,
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 1000 OK",
                "HTTP/1.1 9999 OK");
        bad.add(
                BAD_STATUS_LINE,
                "HTTP/1.1 2x0 OK",
                "HTTP/1.1 +20 OK",
                "HTTP/1.1 -20 OK",
                "HTTP/1.1 000 OK",
                "HTTP/1.1 200-OK");
        bad.add(
                BAD_STATUS_LINE,
                "http/1.1 200 OK",
                "HTTP/1 200 OK",
                "HTTP/1.10 200 OK",
                "ICY 200 OK",
                "200 OK",
                "\r\nHTTP/1.1 200 OK");
        bad.add(BAD_STATUS_LINE, "<html>", "XTTP/1.1 200 OK", "\u00e9", "HTTP/1.1200 OK", "HTTP/1.1 20\u00e9 OK");
        bad.add(UNSUPPORTED_VERSION, "HTTP/2.0 200 OK", "HTTP/0.9 200 OK");
        bad.add(
                CONTROL_BYTE,
                "HTTP/1.1 200 O\u0000K",
                "HTTP/1.1 200 \u007f",
                "HTTP/1.1 \u0000200",
                "\u0016\u0002",
                "H\u0016\u0003",
                "HTTP/1.1 20\u000b0");
        bad.add(SERVER_SPEAKS_TLS, "\u0015\u0003\u0003\u0000\u0002\u0002F", "\u0016\u0003");
        bad.add(BARE_LF, "HTTP/1.1 200 OK\nX: y", "HTTP/1.1 200\nX: y", "\nHTTP/1.1 200 OK", "HTTP/1.1\n200");
        bad.add(BARE_CR, "HTTP/1.1 200 O\rK", "HTTP/1.1 200\r OK", "HTTP/1.1\r200 OK", "HTTP/1.1 200 OK\rX: y");
        return bad.stream();
    }

    static Stream<Case> responseFields() {
        Table bad = new Table(line -> head("HTTP/1.1 200 OK", line));
        fields(bad);
        connections(bad);
        Table large = new Table(Function.identity());
        large.add(TOO_MANY_FIELDS, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + "\r\n");
        large.add(
                HEAD_TOO_LARGE,
                "HTTP/1.1 200 " + "x".repeat(9000),
                "HTTP/1.1 200 OK\r\nX: " + "y".repeat(9000) + "\r\n\r\n");
        return Stream.of(bad, large).flatMap(Table::stream);
    }

    static Stream<Case> responseFraming() {
        Table bad = new Table(line -> head("HTTP/1.1 200 OK", line));
        framing(bad);
        Table empty = new Table(line -> head("HTTP/1.1 204 No Content", line));
        framing(empty);
        Table old = new Table(line -> head("HTTP/1.0 200 OK", line));
        old.add(
                TRANSFER_ENCODING_IN_HTTP10,
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5");
        return Stream.of(bad, empty, old).flatMap(Table::stream);
    }

    @Test
    void the_limits_are_what_may_be_reached() {
        String fields = "GET / HTTP/1.0\r\n" + "X: y\r\n".repeat(3) + "\r\n";

        assertThat(Parsed.request(fields, new HeadLimits(3, fields.length())).outcome())
                .isEqualTo(ParseResult.COMPLETE);
        assertThat(Parsed.request(fields, new HeadLimits(2, fields.length())).outcome())
                .isEqualTo(TOO_MANY_FIELDS);
        assertThat(Parsed.request(fields, new HeadLimits(3, fields.length() - 1))
                        .outcome())
                .isEqualTo(HEAD_TOO_LARGE);
        assertThat(Parsed.request("GET / HTTP/1.0\r\n", new HeadLimits(3, 16)).outcome())
                .isEqualTo(HEAD_TOO_LARGE);
        assertThat(Parsed.request("GET / HTTP/1.0\r\n", new HeadLimits(3, 17)).outcome())
                .isEqualTo(ParseResult.INCOMPLETE);
        assertThat(Parsed.request("GET / HTTP/1.0\r", new HeadLimits(3, 15)).outcome())
                .isEqualTo(TARGET_TOO_LONG);
    }

    /** Bad texts by the violation they are refused for. */
    private static final class Table {

        private final Function<String, String> frame;
        private final List<Case> cases = new ArrayList<>();

        Table(Function<String, String> frame) {
            this.frame = frame;
        }

        void add(Violation expected, String... texts) {
            for (String text : texts) {
                cases.add(new Case(expected, frame.apply(text)));
            }
        }

        Stream<Case> stream() {
            return cases.stream();
        }
    }

    record Case(Violation expected, String text) {

        /** The whole is refused for the reason expected, and no part of it for another reason or not at all. */
        void check(Function<String, Parsed> parse) {
            assertThat(parse.apply(text).outcome()).isEqualTo(expected);
            for (int length = 0; length < text.length(); length++) {
                assertThat(parse.apply(text.substring(0, length)).outcome())
                        .as("first %d bytes", length)
                        .isIn(ParseResult.INCOMPLETE, expected);
            }
        }

        @Override
        public String toString() {
            return expected.word() + ": " + Wire.visible(text);
        }
    }
}
