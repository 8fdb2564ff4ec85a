package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.FieldValues;
import io.weir.http.KnownField;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/** {@code *( field-name ":" OWS field-value OWS CRLF ) CRLF} (RFC 9112 section 5). */
final class FieldLines {

    private FieldLines() {}

    /** The index after the empty line; writes the fields and the end of the head. */
    static int parse(ByteBuffer bytes, int from, int to, Http1Head head) {
        int at = from;
        while (at >= 0) {
            if (at == to) {
                return Outcome.INCOMPLETE;
            }
            if (bytes.get(at) == Ascii.CR) {
                int end = LineEnd.parse(bytes, at, to, Violation.BAD_FIELD_NAME);
                head.endsAt(end);
                return end;
            }
            at = field(bytes, at, to, head);
        }
        return at;
    }

    private static int field(ByteBuffer bytes, int from, int to, Http1Head head) {
        if (head.hasMostFields()) {
            return Outcome.refused(Violation.TOO_MANY_FIELDS);
        }
        int nameEnd = ByteClass.tokenEnd(bytes, from, to);
        if (nameEnd == to) {
            return Outcome.INCOMPLETE;
        }
        if (nameEnd == from || bytes.get(nameEnd) != ':') {
            return LineEnd.unexpected(bytes, nameEnd, to, nameFault(bytes, from, nameEnd));
        }
        int valueStart = FieldValues.skipWhitespace(bytes, nameEnd + 1, to);
        int valueEnd = ByteClass.valueEnd(bytes, valueStart, to);
        int next = LineEnd.parse(bytes, valueEnd, to, Violation.CONTROL_BYTE);
        if (next >= 0) {
            KnownField kind = KnownField.of(bytes, from, nameEnd);
            head.add(kind, from, nameEnd, valueStart, FieldValues.trimmed(bytes, valueStart, valueEnd));
        }
        return next;
    }

    private static Violation nameFault(ByteBuffer bytes, int from, int nameEnd) {
        byte b = bytes.get(nameEnd);
        if (b != Ascii.SP && b != Ascii.HTAB) {
            return Violation.BAD_FIELD_NAME;
        }
        return nameEnd == from ? Violation.OBS_FOLD : Violation.WHITESPACE_BEFORE_COLON;
    }
}
