package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.Method;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/** {@code method SP request-target SP HTTP-version CRLF} (RFC 9112 section 3). */
final class RequestLine {

    private RequestLine() {}

    /** The index after the line; writes start, method, target and version. */
    static int parse(ByteBuffer bytes, int from, int to, Http1Head head) {
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

    private static int method(ByteBuffer bytes, int from, int to, Http1Head head) {
        int end = ByteClass.tokenEnd(bytes, from, to);
        head.beginsAt(from);
        head.methodAt(from, end);
        if (end == to) {
            return Outcome.INCOMPLETE;
        }
        boolean empty = end == from;
        if (empty && TlsRecord.mayBegin(bytes.get(from))) {
            return TlsRecord.judge(bytes, from, to, Violation.TLS_ON_PLAIN_PORT);
        }
        if (empty || bytes.get(end) != Ascii.SP) {
            return LineEnd.unexpected(
                    bytes, end, to, isBlank(bytes, end) ? Violation.BAD_REQUEST_LINE : Violation.BAD_METHOD);
        }
        head.method(Method.of(bytes, from, end));
        return end + 1;
    }

    private static int target(ByteBuffer bytes, int from, int to, Http1Head head) {
        int end = ByteClass.targetEnd(bytes, from, to);
        head.targetAt(from, end);
        if (end == to) {
            return Outcome.INCOMPLETE;
        }
        boolean empty = end == from;
        if (empty || bytes.get(end) != Ascii.SP) {
            return LineEnd.unexpected(
                    bytes, end, to, isBlank(bytes, end) ? Violation.BAD_REQUEST_LINE : Violation.BAD_TARGET);
        }
        return end + 1;
    }

    // A part that is missing, or more than the one space between two.
    private static boolean isBlank(ByteBuffer bytes, int at) {
        byte b = bytes.get(at);
        return b == Ascii.SP || b == Ascii.HTAB || b == Ascii.CR;
    }
}
