package io.weir.http;

import java.nio.ByteBuffer;

/** What a byte may be part of, by the grammars of RFC 9110, RFC 9112 and RFC 3986. */
final class ByteClass {

    private static final int TOKEN = 1;
    private static final int VALUE = 1 << 1;
    private static final int TARGET = 1 << 2;
    private static final int REG_NAME = 1 << 3;
    private static final int CONTROL = 1 << 4;
    private static final int QUOTED = 1 << 5;
    private static final int UNRESERVED = 1 << 6;
    private static final byte[] CLASSES = classes();

    private ByteClass() {}

    /** RFC 9110 5.6.2, tchar. */
    static boolean isToken(byte b) {
        return is(TOKEN, b);
    }

    /** What a field value may hold: HTAB, SP, VCHAR, obs-text. */
    static boolean isValue(byte b) {
        return is(VALUE, b);
    }

    /** RFC 9110 5.6.4: what may stand between quotes without a backslash. */
    static boolean isQuoted(byte b) {
        return is(QUOTED, b);
    }

    /** RFC 3986 3.2.2, without the percent sign of pct-encoded. */
    static boolean isRegName(byte b) {
        return is(REG_NAME, b);
    }

    /** RFC 3986 2.3: what means the same escaped or not. */
    static boolean isUnreserved(byte b) {
        return is(UNRESERVED, b);
    }

    /** Whether it may stand in a request target: visible ASCII. */
    static boolean isTarget(byte b) {
        return is(TARGET, b);
    }

    /** A control byte other than HTAB. */
    static boolean isControl(byte b) {
        return is(CONTROL, b);
    }

    /** The first index from {@code at} on that is not of a token, or {@code to}. */
    static int tokenEnd(ByteBuffer bytes, int at, int to) {
        return endOf(TOKEN, bytes, at, to);
    }

    static int valueEnd(ByteBuffer bytes, int at, int to) {
        return endOf(VALUE, bytes, at, to);
    }

    // Wider than RFC 3986 allows: visible bytes that belong into no URI are forwarded as they are, because browsers
    // send them.
    static int targetEnd(ByteBuffer bytes, int at, int to) {
        return endOf(TARGET, bytes, at, to);
    }

    private static boolean is(int mask, byte b) {
        return (CLASSES[b & 0xFF] & mask) != 0;
    }

    private static int endOf(int mask, ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && (CLASSES[bytes.get(at) & 0xFF] & mask) != 0) {
            at++;
        }
        return at;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        range(classes, 0x00, 0x1F, CONTROL);
        range(classes, 0x7F, 0x7F, CONTROL);
        range(classes, 0x21, 0x7E, VALUE | TARGET | QUOTED);
        range(classes, 0x80, 0xFF, VALUE | QUOTED);
        range(classes, 'a', 'z', TOKEN | REG_NAME | UNRESERVED);
        range(classes, 'A', 'Z', TOKEN | REG_NAME | UNRESERVED);
        range(classes, '0', '9', TOKEN | REG_NAME | UNRESERVED);
        each(classes, "!#$%&'*+-.^_`|~", TOKEN);
        each(classes, "-._~", UNRESERVED);
        each(classes, "-._~!$&'()*+,;=", REG_NAME);
        classes['\t'] = VALUE | QUOTED;
        classes[' '] = VALUE | QUOTED;
        classes['#'] = TOKEN | VALUE | QUOTED;
        classes['"'] = VALUE | TARGET;
        classes['\\'] = VALUE | TARGET;
        return classes;
    }

    private static void range(byte[] classes, int first, int last, int mask) {
        for (int b = first; b <= last; b++) {
            classes[b] = (byte) (classes[b] | mask);
        }
    }

    private static void each(byte[] classes, String bytes, int mask) {
        for (int i = 0; i < bytes.length(); i++) {
            range(classes, bytes.charAt(i), bytes.charAt(i), mask);
        }
    }
}
