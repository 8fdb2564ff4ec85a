package io.weir.http;

import java.nio.ByteBuffer;

/** {@code method SP request-target SP HTTP-version CRLF} (RFC 9112 section 3). */
final class RequestLine {

    private RequestLine() {}

    /** The index after the line; writes start, method, target and version. */
    static int parse(ByteBuffer bytes, int from, int to, Head head) {
        int at = skipEmptyLine(bytes, from, to);
        if (at >= 0) {
            at = method(bytes, at, to, head);
        }
        if (at >= 0) {
            at = target(bytes, at, to, head);
        }
        if (at >= 0) {
            at = Version.parse(bytes, at, to, head, Violation.BAD_VERSION);
        }
        if (at >= 0) {
            at = LineEnd.parse(bytes, at, to, Violation.BAD_REQUEST_LINE);
        }
        return at < 0 ? at : Target.parse(bytes, head, at);
    }

    // RFC 9112 2.2: at least one empty line before the request line should be ignored. One is.
    private static int skipEmptyLine(ByteBuffer bytes, int from, int to) {
        if (from == to || bytes.get(from) != Ascii.CR) {
            return from;
        }
        return LineEnd.parse(bytes, from, to, Violation.BAD_REQUEST_LINE);
    }

    private static int method(ByteBuffer bytes, int from, int to, Head head) {
        head.start = from;
        head.methodEnd = ByteClass.tokenEnd(bytes, from, to);
        if (head.methodEnd == to) {
            return Outcome.INCOMPLETE;
        }
        boolean empty = head.methodEnd == from;
        if (empty && TlsRecord.mayBegin(bytes.get(from))) {
            return TlsRecord.judge(bytes, from, to, Violation.TLS_ON_PLAIN_PORT);
        }
        if (empty || bytes.get(head.methodEnd) != Ascii.SP) {
            return LineEnd.unexpected(
                    bytes,
                    head.methodEnd,
                    to,
                    isBlank(bytes, head.methodEnd) ? Violation.BAD_REQUEST_LINE : Violation.BAD_METHOD);
        }
        head.method = Method.of(bytes, from, head.methodEnd);
        return head.methodEnd + 1;
    }

    private static int target(ByteBuffer bytes, int from, int to, Head head) {
        head.targetStart = from;
        head.targetEnd = ByteClass.targetEnd(bytes, from, to);
        if (head.targetEnd == to) {
            return Outcome.INCOMPLETE;
        }
        boolean empty = head.targetEnd == from;
        if (empty || bytes.get(head.targetEnd) != Ascii.SP) {
            return LineEnd.unexpected(
                    bytes,
                    head.targetEnd,
                    to,
                    isBlank(bytes, head.targetEnd) ? Violation.BAD_REQUEST_LINE : Violation.BAD_TARGET);
        }
        return head.targetEnd + 1;
    }

    // A part that is missing, or more than the one space between two.
    private static boolean isBlank(ByteBuffer bytes, int at) {
        byte b = bytes.get(at);
        return b == Ascii.SP || b == Ascii.HTAB || b == Ascii.CR;
    }
}
