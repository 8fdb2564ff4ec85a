package io.weir.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.NormalPath;
import io.weir.http.ParseResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that waits for its server is parsed again when it goes out, although its path has been made normal in place. */
final class RestoredHeadTest {

    private static final String[] PIECES = {"/", "/a", "/.", "/..", "%2e", "%2F", "/%41", "b", "//", "?", "q=%2e/../x"};
    private static final int ROOM_BEFORE = 64;

    private final HeadParser parser = new HeadParser(Wire.LIMITS);
    private final Http1Head head = new Http1Head();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /a/../b?c/../d",
                "GET /%61%2e/./b/",
                "GET *",
                "OPTIONS *",
                "GET http://example.org",
                "GET http://example.org?q",
                "GET http://example.org/",
                "GET http://example.org/a/./%7e/../b?x",
                "OPTIONS http://example.org",
                "OPTIONS http://example.org?q",
                "OPTIONS http://[::1]:80",
            })
    void a_head_reads_the_same_again(String methodAndTarget) {
        expectSameAgain(methodAndTarget);
    }

    @Test
    void any_head_reads_the_same_again() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder target = new StringBuilder(random.nextBoolean() ? "GET /" : "OPTIONS http://a.example:8080");
            for (int piece = random.nextInt(6); piece > 0; piece--) {
                target.append(PIECES[random.nextInt(PIECES.length)]);
            }
            expectSameAgain(target.toString());
        }
    }

    private void expectSameAgain(String methodAndTarget) {
        String text = "x".repeat(ROOM_BEFORE) + methodAndTarget + " HTTP/1.1\r\nHost: b.example\r\nX: y\r\n\r\nbody";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        if (parser.parseRequest(bytes, ROOM_BEFORE, bytes.capacity(), head) != ParseResult.COMPLETE
                || NormalPath.apply(bytes, head) != null) {
            return;
        }
        List<String> before = parts(bytes);
        int end = head.end();
        int start = HeadParser.restorePath(bytes, head);
        assertThat(parser.parseRequest(bytes, start, bytes.capacity(), head))
                .as(methodAndTarget)
                .isEqualTo(ParseResult.COMPLETE);
        assertThat(NormalPath.apply(bytes, head)).as(methodAndTarget).isNull();
        assertThat(parts(bytes)).as(methodAndTarget).isEqualTo(before);
        assertThat(head.end()).as(methodAndTarget).isEqualTo(end);
    }

    private List<String> parts(ByteBuffer bytes) {
        return List.of(
                text(bytes, head.methodStart(), head.methodEnd()),
                text(bytes, head.authorityStart(), head.authorityEnd()),
                text(bytes, head.pathStart(), head.pathEnd()),
                text(bytes, head.pathEnd(), head.targetEnd()),
                text(bytes, head.nameStart(0), head.end()),
                String.valueOf(head.hasTargetAuthority()));
    }

    private static String text(ByteBuffer bytes, int start, int end) {
        byte[] copy = new byte[end - start];
        bytes.get(start, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}
