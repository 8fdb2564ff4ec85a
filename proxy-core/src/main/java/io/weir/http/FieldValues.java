package io.weir.http;

import java.nio.ByteBuffer;

/** Whitespace in values of fields, and lists (RFC 9110 section 5.6). Borrows the bytes. */
public final class FieldValues {

    private FieldValues() {}

    /** The first index from {@code from} on that is no space and no tab, or {@code to}. */
    public static int skipWhitespace(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && isWhitespace(bytes.get(at))) {
            at++;
        }
        return at;
    }

    /** Where {@code [start, end)} ends without the whitespace at its end. */
    public static int trimmed(ByteBuffer bytes, int start, int end) {
        int at = end;
        while (at > start && isWhitespace(bytes.get(at - 1))) {
            at--;
        }
        return at;
    }

    /** Where the element of a list ends that begins at {@code from}: at a comma, or with the list. */
    public static int elementEnd(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end && bytes.get(at) != ',') {
            at++;
        }
        return at;
    }

    /** Whether {@code element} is one of the list in {@code [start, end)}, in any case of letters and without parameters. */
    public static boolean hasElement(ByteBuffer bytes, int start, int end, byte[] element) {
        for (int at = start; at < end; ) {
            int elementEnd = elementEnd(bytes, at, end);
            int first = skipWhitespace(bytes, at, elementEnd);
            if (Ascii.equalsIgnoreCase(bytes, first, trimmed(bytes, first, elementEnd), element)) {
                return true;
            }
            at = elementEnd + 1;
        }
        return false;
    }

    /** Whether it is a space or a tab: OWS, and BWS where that is taken. */
    public static boolean isWhitespace(byte b) {
        return b == Ascii.SP || b == Ascii.HTAB;
    }
}
