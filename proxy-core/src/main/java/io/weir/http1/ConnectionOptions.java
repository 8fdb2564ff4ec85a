package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.FieldValues;
import io.weir.http.KnownField;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code Connection: #connection-option} (RFC 9110 section 7.6.1). */
final class ConnectionOptions {

    // Each option is compared with every field: without a limit a head of nothing but options would be dear.
    private static final int MOST_OPTIONS = 32;
    private static final byte[] CLOSE = "close".getBytes(StandardCharsets.US_ASCII);

    private ConnectionOptions() {}

    /** OK, or what is wrong with the value of {@code field}; writes the options and marks the fields that they name. */
    static int parse(ByteBuffer bytes, Http1Head head, int field) {
        int end = head.valueEnd(field);
        int at = skipSeparators(bytes, head.valueStart(field), end);
        while (at < end) {
            int optionEnd = ByteClass.tokenEnd(bytes, at, end);
            int next = FieldValues.skipWhitespace(bytes, optionEnd, end);
            boolean token = optionEnd > at && (next == end || bytes.get(next) == ',');
            if (!token || ++head.connectionOptions > MOST_OPTIONS || !option(bytes, head, at, optionEnd)) {
                return Outcome.refused(Violation.BAD_CONNECTION_OPTION);
            }
            at = skipSeparators(bytes, next, end);
        }
        return Outcome.OK;
    }

    // RFC 9110 5.6.1.2: empty list elements are ignored.
    private static int skipSeparators(ByteBuffer bytes, int from, int end) {
        int at = FieldValues.skipWhitespace(bytes, from, end);
        while (at < end && bytes.get(at) == ',') {
            at = FieldValues.skipWhitespace(bytes, at + 1, end);
        }
        return at;
    }

    private static boolean option(ByteBuffer bytes, Http1Head head, int start, int end) {
        KnownField known = KnownField.of(bytes, start, end);
        head.closeOption |= Ascii.equalsIgnoreCase(bytes, start, end, CLOSE);
        head.keepAliveOption |= known == KnownField.KEEP_ALIVE;
        head.upgradeOption |= known == KnownField.UPGRADE;
        if (!known.isHopByHop()) {
            nominate(bytes, head, start, end);
        }
        return !known.isForbiddenAsOption();
    }

    private static void nominate(ByteBuffer bytes, Http1Head head, int start, int end) {
        for (int field = 0; field < head.fieldCount(); field++) {
            if (Ascii.equalsIgnoreCase(bytes, start, end, head.nameStart(field), head.nameEnd(field))) {
                head.nominate(field);
            }
        }
    }
}
