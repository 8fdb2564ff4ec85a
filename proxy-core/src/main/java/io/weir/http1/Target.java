package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.Authority;
import io.weir.http.Method;
import io.weir.http.Outcome;
import io.weir.http.Scheme;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The forms of a request target (RFC 9112 section 3.2). */
final class Target {

    private static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);

    private Target() {}

    /**
     * Returns {@code next}, or what is wrong with the target; writes its path and, in absolute form, scheme and authority. There is no authority
     * form, because CONNECT is refused.
     */
    static int parse(ByteBuffer bytes, Http1Head head, int next) {
        if (head.method() == Method.CONNECT) {
            return Outcome.refused(Violation.UNSUPPORTED_METHOD);
        }
        boolean known = switch (bytes.get(head.targetStart())) {
            case '/' -> origin(bytes, head, head.targetStart());
            case '*' -> asterisk(head);
            default -> absolute(bytes, head);
        };
        return known ? next : Outcome.refused(Violation.BAD_TARGET);
    }

    private static boolean origin(ByteBuffer bytes, Http1Head head, int pathStart) {
        head.pathAt(pathStart, indexOf(bytes, pathStart, head.targetEnd(), '?', '?'));
        return true;
    }

    private static boolean asterisk(Http1Head head) {
        head.pathAt(head.targetStart(), head.targetEnd());
        return head.method() == Method.OPTIONS && head.targetEnd() - head.targetStart() == 1;
    }

    private static boolean absolute(ByteBuffer bytes, Http1Head head) {
        int start = head.targetStart();
        if (Ascii.startsWithIgnoreCase(bytes, start, head.targetEnd(), HTTP)) {
            return absolute(bytes, head, Scheme.HTTP, start + HTTP.length);
        }
        return Ascii.startsWithIgnoreCase(bytes, start, head.targetEnd(), HTTPS)
                && absolute(bytes, head, Scheme.HTTPS, start + HTTPS.length);
    }

    private static boolean absolute(ByteBuffer bytes, Http1Head head, Scheme scheme, int authority) {
        int authorityEnd = indexOf(bytes, authority, head.targetEnd(), '/', '?');
        head.absoluteTarget(scheme, authority, authorityEnd);
        return Authority.isValid(bytes, authority, authorityEnd) && origin(bytes, head, authorityEnd);
    }

    private static int indexOf(ByteBuffer bytes, int from, int to, char one, char other) {
        int at = from;
        while (at < to && bytes.get(at) != one && bytes.get(at) != other) {
            at++;
        }
        return at;
    }
}
