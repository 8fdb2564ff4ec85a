package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.Framing;
import io.weir.http.HttpVersion;
import io.weir.http.KnownField;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadTest {

    @Test
    void a_head_is_found_where_it_lies() {
        String text = head("POST /a/b?c=d HTTP/1.1", "Host: example.org:8080", "Accept:*/*", "Content-Length: 3");
        Parsed parsed = Parsed.completeRequest(text + "abc");

        assertThat(parsed.head.isRequest()).isTrue();
        assertThat(parsed.method()).isEqualTo("POST");
        assertThat(parsed.head.method()).isEqualTo(Method.POST);
        assertThat(parsed.target()).isEqualTo("/a/b?c=d");
        assertThat(parsed.path()).isEqualTo("/a/b");
        assertThat(parsed.head.hasTargetAuthority()).isFalse();
        assertThat(parsed.authority()).isEqualTo("example.org:8080");
        assertThat(parsed.head.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(parsed.fields()).containsExactly("Host=example.org:8080", "Accept=*/*", "Content-Length=3");
        assertThat(parsed.head.framing()).isEqualTo(Framing.LENGTH);
        assertThat(parsed.head.contentLength()).isEqualTo(3);
        assertThat(parsed.head.start()).isEqualTo(parsed.wire.from);
        assertThat(parsed.head.end()).isEqualTo(parsed.wire.from + text.length());
    }

    @Test
    void one_empty_line_before_the_request_line_is_skipped() {
        Parsed parsed = Parsed.completeRequest("\r\n" + head("GET / HTTP/1.1", "Host: a"));

        assertThat(parsed.head.start()).isEqualTo(parsed.wire.from + 2);
        assertThat(parsed.method()).isEqualTo("GET");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/?, /",
        "/a/b, /a/b",
        "/a?b=c, /a",
        "/a?b?c/d, /a",
        "//a//b, //a//b",
        "/../a, /../a",
        "/%2e%zz, /%2e%zz",
        "/~!$&'()*+;=:@-._|{}^`<>\\, /~!$&'()*+;=:@-._|{}^`<>\\",
        "/http://a/b, /http://a/b",
        "/*, /*"
    })
    void the_path_of_an_origin_target_ends_before_the_query(String target, String path) {
        Parsed parsed = Parsed.completeRequest(head("GET " + target + " HTTP/1.1", "Host: a"));

        assertThat(parsed.head.hasTargetAuthority()).isFalse();
        assertThat(parsed.target()).isEqualTo(target);
        assertThat(parsed.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example, a.example, ''",
        "http://a.example/, a.example, /",
        "HTTP://A.Example:80/x?y, A.Example:80, /x",
        "hTTps://a/b/c, a, /b/c",
        "http://a?x/y, a, ''",
        "http://[::1]:8080/x, [::1]:8080, /x",
        "http://a%2Db/, a%2Db, /",
        "http://a:/, a:, /"
    })
    void the_authority_of_an_absolute_target_wins_over_host(String target, String authority, String path) {
        Parsed parsed = Parsed.completeRequest(head("GET " + target + " HTTP/1.1", "Host: other"));

        assertThat(parsed.head.hasTargetAuthority()).isTrue();
        assertThat(parsed.target()).isEqualTo(target);
        assertThat(parsed.authority()).isEqualTo(authority);
        assertThat(parsed.path()).isEqualTo(path);
    }

    @Test
    void an_asterisk_is_for_options_as_a_whole() {
        Parsed parsed = Parsed.completeRequest(head("OPTIONS * HTTP/1.1", "Host: a"));

        assertThat(parsed.path()).isEqualTo("*");
        assertThat(parsed.authority()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "/, HTTP, HTTP",
        "/, HTTPS, HTTPS",
        "*, HTTPS, HTTPS",
        "http://a/, HTTPS, HTTP",
        "HTTPS://a, HTTP, HTTPS"
    })
    void the_scheme_is_that_of_the_target_else_of_the_connection(String target, Scheme ofConnection, Scheme scheme) {
        Parsed parsed = Parsed.completeRequest(head("OPTIONS " + target + " HTTP/1.1", "Host: a"));

        assertThat(parsed.head.scheme(ofConnection)).isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0, HTTP_1_0", "HTTP/1.1, HTTP_1_1", "HTTP/1.2, HTTP_1_1", "HTTP/1.9, HTTP_1_1"})
    void a_higher_minor_version_is_treated_as_1(String version, HttpVersion treatedAs) {
        assertThat(Parsed.completeRequest(head("GET / " + version, "Host: a"))
                        .head
                        .version())
                .isEqualTo(treatedAs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nHost:\r\n\r\n", "GET / HTTP/1.1\r\nHost: \r\n\r\n"})
    void a_request_may_have_no_authority(String text) {
        assertThat(Parsed.completeRequest(text).authority()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, GET, true, true",
        "HEAD, HEAD, true, true",
        "POST, POST, false, false",
        "PUT, PUT, false, true",
        "DELETE, DELETE, false, true",
        "OPTIONS, OPTIONS, true, true",
        "TRACE, TRACE, true, true",
        "PATCH, PATCH, false, false",
        "get, OTHER, false, false",
        "GETS, OTHER, false, false",
        "GE, OTHER, false, false",
        "PROPFIND, OTHER, false, false",
        "OTHER, OTHER, false, false",
        "!#$%&'*+-.^_`|~09azAZ, OTHER, false, false"
    })
    void methods_are_tokens_and_case_sensitive(String token, Method method, boolean safe, boolean idempotent) {
        Parsed parsed = Parsed.completeRequest(head(token + " / HTTP/1.1", "Host: a"));

        assertThat(parsed.method()).isEqualTo(token);
        assertThat(parsed.head.method()).isEqualTo(method);
        assertThat(method.isSafe()).isEqualTo(safe);
        assertThat(method.isIdempotent()).isEqualTo(idempotent);
    }

    @Test
    void values_are_trimmed_of_spaces_and_tabs() {
        Parsed parsed = Parsed.completeRequest(
                head("GET / HTTP/1.1", "Host:a", "B:", "C: \t ", "D:\t d \t", "E: e  e\te ", "!#$%&'*+-.^_`|~: x:y"));

        assertThat(parsed.fields()).containsExactly("Host=a", "B=", "C=", "D=d", "E=e  e\te", "!#$%&'*+-.^_`|~=x:y");
    }

    @Test
    void values_may_hold_bytes_above_ascii() {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", "X: \u0080\u00e9\u00ff"));

        assertThat(parsed.fields()).contains("X=\u0080\u00e9\u00ff");
    }

    @ParameterizedTest
    @CsvSource({
        "Host, HOST",
        "cONTENT-lENGTH, CONTENT_LENGTH",
        "TE, TE",
        "Te, TE",
        "T, OTHER",
        "Vía, OTHER",
        "VIA, VIA",
        "Keep-Alive, KEEP_ALIVE",
        "Keep_Alive, OTHER",
        "KeepXAlive, OTHER",
        "Proxy-Connection, PROXY_CONNECTION",
        "Trailer, TRAILER",
        "Trailers, OTHER",
        "Upgrade, UPGRADE",
        "Expect, EXPECT",
        "Expec^, OTHER",
        "Max-Forwards, MAX_FORWARDS",
        "Forwarded, FORWARDED",
        "X-Forwarded-For, X_FORWARDED_FOR",
        "X-Forwarded-Proto, X_FORWARDED_PROTO",
        "X-Forwarded-Host, X_FORWARDED_HOST",
        "X-Forwarded-Port, X_FORWARDED_PORT",
        "X_Forwarded-Host, FORWARDING_LOOK_ALIKE",
        "X_FORWARDED_FOR, FORWARDING_LOOK_ALIKE",
        "Date, DATE",
        "Server, SERVER",
        "Other, OTHER",
        "Nominated, OTHER",
        "Content_Length, FRAMING_LOOK_ALIKE",
        "transfer_encoding, FRAMING_LOOK_ALIKE",
        "X-A-Name-That-Is-Longer-Than-Any-Known-One, OTHER"
    })
    void fields_are_known_by_their_names_whatever_the_case(String name, KnownField kind) {
        Wire wire = Wire.of(name);

        assertThat(KnownField.of(wire.bytes, wire.from, wire.to)).isEqualTo(kind);
    }

    @Test
    void every_known_field_is_known_by_its_name() {
        for (KnownField field : KnownField.values()) {
            Wire wire = Wire.of(field.name().replace('_', '-'));
            boolean named = field.compareTo(KnownField.FRAMING_LOOK_ALIKE) < 0;

            assertThat(KnownField.of(wire.bytes, wire.from, wire.to)).isEqualTo(named ? field : KnownField.OTHER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 100-continue, 5, true",
        "HTTP/1.1, 100-Continue, 5, true",
        "HTTP/1.1, 100-continue, 0, false",
        "HTTP/1.0, 100-continue, 5, false",
        "HTTP/1.1, something-else, 5, false"
    })
    void a_client_of_http11_with_a_body_may_wait_for_the_100(
            String version, String expectation, int length, boolean expects) {
        Parsed parsed = Parsed.completeRequest(
                head("PUT / " + version, "Host: a", "Expect: " + expectation, "Content-Length: " + length));

        assertThat(parsed.head.expectsContinue()).isEqualTo(expects);
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS, 0, 0",
        "OPTIONS, 10, 10",
        "TRACE, 7, 7",
        "GET, 7, -1",
        "GET, x, -1",
    })
    void max_forwards_counts_for_options_and_trace_only(String method, String value, long expected) {
        Parsed parsed = Parsed.completeRequest(head(method + " / HTTP/1.1", "Host: a", "Max-Forwards: " + value));

        assertThat(parsed.head.maxForwards()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, websocket, Upgrade, true",
        "HTTP/1.1, websocket, 'keep-alive, UPGRADE', true",
        "HTTP/1.1, websocket, keep-alive, false",
        "HTTP/1.0, websocket, Upgrade, false",
    })
    void an_upgrade_needs_its_connection_option(String version, String upgrade, String connection, boolean has) {
        Parsed parsed = Parsed.completeRequest(
                head("GET / " + version, "Host: a", "Upgrade: " + upgrade, "Connection: " + connection));

        assertThat(parsed.head.hasUpgrade()).isEqualTo(has);
    }

    @Test
    void a_head_forgets_the_one_before() {
        Parsed full = Parsed.completeRequest(head(
                "OPTIONS http://a/b/.. HTTP/1.1",
                "Host: a",
                "Authorization: NTLM x",
                "Connection: close, upgrade, keep-alive",
                "Upgrade: x",
                "Max-Forwards: 3",
                "Expect: 100-continue",
                "Transfer-Encoding: chunked"));
        assertThat(NormalPath.apply(full.wire.bytes, full.head)).isNull();
        assertThat(full.head.pathGap()).isPositive();
        Wire next = Wire.of(head("GET / HTTP/1.1", "Host:"));
        full.parser.parseRequest(next.bytes, next.from, next.to, full.head);

        assertThat(full.head)
                .usingRecursiveComparison()
                .ignoringFields("indices", "kinds")
                .isEqualTo(Parsed.completeRequest(head("GET / HTTP/1.1", "Host:")).head);
    }

    @Test
    void the_buffer_is_left_as_it_was() {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a"));

        assertThat(parsed.wire.bytes.position()).isZero();
        assertThat(parsed.wire.bytes.limit()).isEqualTo(parsed.wire.bytes.capacity());
    }
}
