package io.weir.http;

import java.nio.ByteBuffer;

/**
 * {@code Content-Length} (RFC 9110 section 8.6): one decimal number, which goes on without leading zeros. A server may repeat it, in one line or in
 * several, as long as the numbers agree: such a response goes on with the first of them alone. A request that does so is refused, because the server may
 * read another of them.
 */
final class ContentLength {

    private ContentLength() {}

    /** OK, or what is wrong with the field; writes the declared length, and whether it is repeated. */
    static int apply(ByteBuffer bytes, Head head, int field) {
        int start = head.valueStart(field);
        int end = head.valueEnd(field);
        if (head.declaredLength < 0) {
            head.declaredLength = Ascii.decimal(bytes, start, end);
            if (head.declaredLength >= 0) {
                shorten(bytes, head, field, start, end);
                return Outcome.OK;
            }
        } else {
            head.mark(field, KnownField.REPEATED);
        }
        return list(bytes, head, field);
    }

    private static int list(ByteBuffer bytes, Head head, int field) {
        int end = head.valueEnd(field);
        int at = head.valueStart(field);
        boolean isFirst = head.declaredLength < 0;
        head.lengthRepeated = true;
        while (true) {
            int elementEnd = FieldValues.elementEnd(bytes, at, end);
            int numberEnd = FieldValues.trimmed(bytes, at, elementEnd);
            int outcome = number(bytes, head, FieldValues.skipWhitespace(bytes, at, numberEnd), numberEnd);
            if (outcome < 0) {
                return outcome;
            }
            if (isFirst) {
                shorten(bytes, head, field, head.valueStart(field), numberEnd);
                isFirst = false;
            }
            if (elementEnd == end) {
                return Outcome.OK;
            }
            at = elementEnd + 1;
        }
    }

    // A recipient may take a number that begins with 0 for an octal one.
    private static void shorten(ByteBuffer bytes, Head head, int field, int start, int end) {
        int digits = start;
        while (digits < end - 1 && bytes.get(digits) == '0') {
            digits++;
        }
        head.narrowValue(field, digits, end);
    }

    private static int number(ByteBuffer bytes, Head head, int start, int end) {
        long number = Ascii.decimal(bytes, start, end);
        if (number < 0) {
            return Outcome.refused(Violation.BAD_CONTENT_LENGTH);
        }
        if (head.declaredLength >= 0 && number != head.declaredLength) {
            return Outcome.refused(Violation.CONFLICTING_CONTENT_LENGTH);
        }
        head.declaredLength = number;
        return Outcome.OK;
    }
}
