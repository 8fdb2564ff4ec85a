package io.weir.http;

import java.nio.ByteBuffer;

/** Bytes and comparisons of the grammar. */
public final class Ascii {

    public static final byte CR = '\r';
    public static final byte LF = '\n';
    public static final byte SP = ' ';
    public static final byte HTAB = '\t';

    private Ascii() {}

    public static boolean equals(ByteBuffer bytes, int start, int end, byte[] expected) {
        if (end - start != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.get(start + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Compares with letters that are lower case and other bytes that stay what they are when bit 0x20 is set. */
    public static boolean equalsIgnoreCase(ByteBuffer bytes, int start, int end, byte[] lowerCase) {
        return end - start == lowerCase.length && startsWithIgnoreCase(bytes, start, end, lowerCase);
    }

    public static boolean startsWithIgnoreCase(ByteBuffer bytes, int start, int end, byte[] lowerCase) {
        if (end - start < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = bytes.get(start + i);
            if (b != lowerCase[i] && (b < 'A' || b > 'Z' || (b | 0x20) != lowerCase[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether two stretches of the same bytes are equal but for the case of letters. */
    public static boolean equalsIgnoreCase(ByteBuffer bytes, int start, int end, int otherStart, int otherEnd) {
        if (end - start != otherEnd - otherStart) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (lower(bytes.get(start + i)) != lower(bytes.get(otherStart + i))) {
                return false;
            }
        }
        return true;
    }

    public static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    /** The value of a hex digit, or -1. */
    public static int hex(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** A decimal number of digits only; -1 where it is something else, nothing, or more than a {@code long} holds. */
    public static long decimal(ByteBuffer bytes, int start, int end) {
        long value = start == end ? -1 : 0;
        for (int at = start; at < end; at++) {
            int digit = bytes.get(at) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
