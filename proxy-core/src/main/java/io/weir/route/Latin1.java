package io.weir.route;

import java.nio.ByteBuffer;

/** Compares texts of ISO 8859-1 with bytes where they lie, without garbage. */
final class Latin1 {

    private Latin1() {}

    static boolean equals(String text, ByteBuffer bytes, int start, int end) {
        return text.length() == end - start && isAt(text, text.length(), bytes, start);
    }

    /** Whether the first {@code length} characters are the bytes from {@code start} on, of which there must be so many. */
    static boolean isAt(String text, int length, ByteBuffer bytes, int start) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != (bytes.get(start + i) & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the bytes for equal to {@code lowerCase} if they are but for the case of ASCII letters. */
    static boolean equalsIgnoringCase(String lowerCase, ByteBuffer bytes, int start, int end) {
        if (lowerCase.length() != end - start) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lowerCase.charAt(i) != lower(bytes.get(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xFF;
    }
}
