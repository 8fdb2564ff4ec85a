package io.weir.http;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwardings;
import io.weir.http1.Composed;
import io.weir.http1.HeadComposer;
import io.weir.http1.Parsed;
import io.weir.http1.Wire;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalPathTest {

    private static final String[] PIECES = {
        "/", "/", "/", "a", "b", ".", "..", "/.", "/..", "//", "%2e", "%2E", "%2f", "%5c", "%7e", "%41", "%c3%a9",
        "%25", ";", "~", "%0a", "%0D", "%09", "%7f"
    };
    private static final String[] BAD_PIECES = {"%", "%4", "%zz", "%00", "%1f", "\\", "/../../.."};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "//",
                "//a//b//",
                "/a;b=c",
                "/.well-known/x",
                "/a.",
                "/a/..b",
                "/a/b..",
                "/...",
                "/a/.../b",
                "/%2F%5C",
                "/%25",
                "/%252e%252E/",
                "/%C3%A9",
                "/a%20b",
                "/%3F%23%3B",
                "/\"<>^`{|}",
                "/..;/a"
            })
    void a_path_that_is_normal_stays_as_it_is(String path) {
        assertThat(normal(path)).isEqualTo(path);
        assertThat(NormalPath.isNormal(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/., /",
        "/./, /",
        "/./a, /a",
        "/a/., /a/",
        "/a/./b, /a/b",
        "/a/.., /",
        "/a/../, /",
        "/a/b/.., /a/",
        "/a/b/../c, /a/c",
        "/a/b/../../c, /c",
        "/a/../b/../c, /c",
        "/a/./../b/., /b/",
        "/a//../b, /a/b",
        "/a//../../b, /b",
        "//.., /",
        "//../, /",
        "//./a, //a",
        "/%2e, /",
        "/a/%2E%2e/b, /b",
        "/a/.%2e/b, /b",
        "/a/%2e./b, /b",
        "/%2ea, /.a",
        "/%61%5A%30%2D%2E%5F%7E, /aZ0-._~",
        "/a%09%0a%0d%7f%0D%0Ab/%2e/c, /a%09%0A%0D%7F%0D%0Ab/c",
        "/%41/../b, /b",
        "/%2f%5c, /%2F%5C",
        "/%2f../a, /%2F../a",
        "/%c3%a9, /%C3%A9",
        "/a/%3f/..%2f, /a/%3F/..%2F",
        "/%252e%252e/a%2e, /%252e%252e/a."
    })
    void a_path_becomes_normal(String path, String expected) {
        assertThat(normal(path)).isEqualTo(expected);
        assertThat(NormalPath.isNormal(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/%, BAD_ESCAPE",
        "/%4, BAD_ESCAPE",
        "/%zz, BAD_ESCAPE",
        "/%4x, BAD_ESCAPE",
        "/%-1, BAD_ESCAPE",
        "/%%32%65, BAD_ESCAPE",
        "/%2%35, BAD_ESCAPE",
        "/a%00, BAD_ESCAPE",
        "/%08, BAD_ESCAPE",
        "/%0b, BAD_ESCAPE",
        "/%0a%0C, BAD_ESCAPE",
        "/%0E, BAD_ESCAPE",
        "/%1f, BAD_ESCAPE",
        "/.., BAD_PATH",
        "/../, BAD_PATH",
        "/../a, BAD_PATH",
        "/a/../.., BAD_PATH",
        "/a/../../b/c, BAD_PATH",
        "/../a/.., BAD_PATH",
        "/./%2e%2e, BAD_PATH",
        "/a\\b, BAD_PATH",
        "/\\, BAD_PATH"
    })
    void a_path_that_cannot_be_made_normal_without_a_guess_is_refused(String path, Violation violation) {
        assertThat(normal(path)).isEqualTo(violation.word());
        assertThat(NormalPath.isNormal(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a/../b?c=/../%zz\\ HTTP/1.1, GET /b?c=/../%zz\\ HTTP/1.1",
        "GET /%61/.? HTTP/1.1, GET /a/? HTTP/1.1",
        "GET http://a.test/x/..?y HTTP/1.1, GET /?y HTTP/1.1",
        "GET http://a.test HTTP/1.1, GET / HTTP/1.1",
        "GET HTTPS://a.test?y HTTP/1.1, GET /?y HTTP/1.1",
        "OPTIONS http://a.test HTTP/1.1, OPTIONS * HTTP/1.1",
        "OPTIONS http://a.test?y HTTP/1.1, OPTIONS /?y HTTP/1.1",
        "OPTIONS * HTTP/1.1, OPTIONS * HTTP/1.1"
    })
    void what_is_routed_is_what_the_server_gets(String received, String sent) {
        Parsed parsed = Parsed.completeRequest(head(received, "Host: a.test"));
        HeadComposer composer = new HeadComposer(4096);

        assertThat(NormalPath.apply(parsed.wire.bytes, parsed.head)).isNull();
        assertThat(Composed.request(composer, parsed.head, parsed.wire.bytes, Forwardings.of(ForwardedMode.OFF)))
                .isTrue();
        assertThat(Composed.text(composer)).startsWith(sent + "\r\nHost: a.test\r\n");
        assertThat(sent).contains(" " + parsed.path());
        assertThat(parsed.authority()).isEqualTo("a.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "*", "a/b"})
    void what_does_not_begin_with_a_slash_is_not_normal(String path) {
        assertThat(NormalPath.isNormal(path)).isFalse();
    }

    @Test
    void any_path_becomes_what_a_plain_reading_of_the_rfc_makes_of_it_and_then_stays() {
        Random random = new Random(3986);
        for (int i = 0; i < 50_000; i++) {
            String path = path(random, i % 3 == 0);
            String normal = normal(path);
            assertThat(normal).as(path).isEqualTo(PlainNormalPath.of(path));
            if (normal.startsWith("/")) {
                assertThat(normal(normal)).as(path).isEqualTo(normal);
                assertThat(normal.length()).isLessThanOrEqualTo(path.length());
            }
        }
    }

    @Test
    void a_path_without_escapes_and_empty_segments_becomes_what_java_makes_of_it() {
        Random random = new Random(2396);
        int compared = 0;
        for (int i = 0; i < 50_000; i++) {
            String path = path(random, false);
            String normal = normal(path);
            if (!path.contains("%") && !path.contains("//") && normal.startsWith("/")) {
                assertThat(normal)
                        .as(path)
                        .isEqualTo(URI.create(path).normalize().getRawPath());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static String path(Random random, boolean maybeBad) {
        StringBuilder path = new StringBuilder("/");
        for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
            boolean bad = maybeBad && random.nextInt(6) == 0;
            path.append(bad ? oneOf(random, BAD_PIECES) : oneOf(random, PIECES));
        }
        return path.toString();
    }

    private static String oneOf(Random random, String[] pieces) {
        return pieces[random.nextInt(pieces.length)];
    }

    // Bytes on both sides would show, were they written or of influence.
    private static String normal(String path) {
        String outcome = normal("GET ..%2", path, "?/../%2e HTTP/1.1");
        assertThat(normal("/a/b", path, "/../..%2")).isEqualTo(outcome);
        assertThat(normal("", path, "")).isEqualTo(outcome);
        return outcome;
    }

    private static String normal(String before, String path, String after) {
        Wire wire = Wire.of(before + path + after);
        int start = wire.from + before.length();
        int end = start + path.length();
        int outcome = NormalPath.normalize(wire.bytes, start, end);
        assertThat(wire.text(wire.from, start)).isEqualTo(before);
        assertThat(wire.text(end, wire.to)).isEqualTo(after);
        return outcome < 0 ? Outcome.violation(outcome).word() : wire.text(outcome, end);
    }
}
