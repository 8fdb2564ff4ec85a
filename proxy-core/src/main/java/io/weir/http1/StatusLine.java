package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/** {@code HTTP-version SP status-code SP [ reason-phrase ] CRLF} (RFC 9112 section 4). */
final class StatusLine {

    private static final int STATUS_DIGITS = 3;

    private StatusLine() {}

    /** The index after the line; writes start, version, status and reason phrase. */
    static int parse(ByteBuffer bytes, int from, int to, Http1Head head) {
        head.beginsAt(from);
        if (from < to && TlsRecord.mayBegin(bytes.get(from))) {
            return TlsRecord.judge(bytes, from, to, Violation.SERVER_SPEAKS_TLS);
        }
        int at = Version.parse(bytes, from, to, head, Violation.BAD_STATUS_LINE);
        if (at >= 0) {
            at = space(bytes, at, to);
        }
        if (at >= 0) {
            at = status(bytes, at, to, head);
        }
        return at < 0 ? at : reason(bytes, at, to, head);
    }

    private static int space(ByteBuffer bytes, int at, int to) {
        if (at == to) {
            return Outcome.INCOMPLETE;
        }
        return bytes.get(at) == Ascii.SP ? at + 1 : LineEnd.unexpected(bytes, at, to, Violation.BAD_STATUS_LINE);
    }

    private static int status(ByteBuffer bytes, int from, int to, Http1Head head) {
        int status = 0;
        for (int at = from; at < from + STATUS_DIGITS; at++) {
            if (at == to) {
                return Outcome.INCOMPLETE;
            }
            if (!Ascii.isDigit(bytes.get(at))) {
                return LineEnd.unexpected(bytes, at, to, Violation.BAD_STATUS_LINE);
            }
            status = status * 10 + bytes.get(at) - '0';
        }
        head.status(status);
        return status >= 100 ? from + STATUS_DIGITS : Outcome.refused(Violation.BAD_STATUS_LINE);
    }

    // The space before an empty reason phrase is required, but "HTTP/1.1 200" is common and cannot be misread. The
    // composer adds it.
    private static int reason(ByteBuffer bytes, int at, int to, Http1Head head) {
        if (at < to && bytes.get(at) == Ascii.CR) {
            return LineEnd.parse(bytes, at, to, Violation.BAD_STATUS_LINE);
        }
        int reasonStart = space(bytes, at, to);
        if (reasonStart < 0) {
            return reasonStart;
        }
        int reasonEnd = ByteClass.valueEnd(bytes, reasonStart, to);
        head.reasonAt(reasonStart, reasonEnd);
        return LineEnd.parse(bytes, reasonEnd, to, Violation.BAD_STATUS_LINE);
    }
}
