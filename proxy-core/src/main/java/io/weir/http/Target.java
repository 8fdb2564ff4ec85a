package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The forms of a request target (RFC 9112 section 3.2). */
final class Target {

    private static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);

    private Target() {}

    /**
     * Returns {@code next}, or what is wrong with the target; writes its form, path and, in absolute form, authority.
     */
    static int parse(ByteBuffer bytes, Head head, int next) {
        if (head.method == Method.CONNECT) {
            return Outcome.refused(Violation.UNSUPPORTED_METHOD);
        }
        boolean known = switch (bytes.get(head.targetStart)) {
            case '/' -> origin(bytes, head, TargetForm.ORIGIN, head.targetStart);
            case '*' -> asterisk(head);
            default -> absolute(bytes, head);
        };
        return known ? next : Outcome.refused(Violation.BAD_TARGET);
    }

    private static boolean origin(ByteBuffer bytes, Head head, TargetForm form, int pathStart) {
        head.targetForm = form;
        head.pathStart = pathStart;
        head.pathEnd = indexOf(bytes, pathStart, head.targetEnd, '?', '?');
        return true;
    }

    private static boolean asterisk(Head head) {
        head.targetForm = TargetForm.ASTERISK;
        head.pathStart = head.targetStart;
        head.pathEnd = head.targetEnd;
        return head.method == Method.OPTIONS && head.targetEnd - head.targetStart == 1;
    }

    private static boolean absolute(ByteBuffer bytes, Head head) {
        int schemeLength = schemeLength(bytes, head);
        head.authorityStart = head.targetStart + schemeLength;
        head.authorityEnd = indexOf(bytes, head.authorityStart, head.targetEnd, '/', '?');
        return schemeLength > 0
                && Authority.isValid(bytes, head.authorityStart, head.authorityEnd)
                && origin(bytes, head, TargetForm.ABSOLUTE, head.authorityEnd);
    }

    private static int schemeLength(ByteBuffer bytes, Head head) {
        if (Ascii.startsWithIgnoreCase(bytes, head.targetStart, head.targetEnd, HTTP)) {
            return HTTP.length;
        }
        return Ascii.startsWithIgnoreCase(bytes, head.targetStart, head.targetEnd, HTTPS) ? HTTPS.length : 0;
    }

    private static int indexOf(ByteBuffer bytes, int from, int to, char one, char other) {
        int at = from;
        while (at < to && bytes.get(at) != one && bytes.get(at) != other) {
            at++;
        }
        return at;
    }
}
