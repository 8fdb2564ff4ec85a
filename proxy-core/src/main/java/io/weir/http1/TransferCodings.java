package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.FieldValues;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The value of Transfer-Encoding, of which only a plain {@code chunked} is taken (RFC 9112 section 6.1). */
final class TransferCodings {

    private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);

    private TransferCodings() {}

    // RFC 9112 6.3: a request whose last coding is not chunked is a 400, not a 501, because it has no end.
    static int check(ByteBuffer bytes, int start, int end) {
        if (Ascii.equalsIgnoreCase(bytes, start, end, CHUNKED)) {
            return Outcome.OK;
        }
        int last = lastElement(bytes, start, end);
        boolean chunkedLast = Ascii.equalsIgnoreCase(bytes, FieldValues.skipWhitespace(bytes, last, end), end, CHUNKED);
        boolean others = isListOfOthers(bytes, start, last);
        return Outcome.refused(
                chunkedLast && others ? Violation.UNSUPPORTED_TRANSFER_CODING : Violation.BAD_TRANSFER_ENCODING);
    }

    private static int lastElement(ByteBuffer bytes, int start, int end) {
        int at = end;
        while (at > start && bytes.get(at - 1) != ',') {
            at--;
        }
        return at;
    }

    /** Whether {@code [start, end)} is one or more codings, none of them chunked, each followed by a comma. */
    private static boolean isListOfOthers(ByteBuffer bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int coding = FieldValues.skipWhitespace(bytes, at, end);
            int codingEnd = ByteClass.tokenEnd(bytes, coding, end);
            if (codingEnd == coding || Ascii.equalsIgnoreCase(bytes, coding, codingEnd, CHUNKED)) {
                return false;
            }
            at = codingEnd;
            while (bytes.get(at) != ',') {
                at++;
            }
            at++;
        }
        return start < end;
    }
}
