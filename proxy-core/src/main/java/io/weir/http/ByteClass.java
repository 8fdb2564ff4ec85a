package io.weir.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a byte may be part of, by the grammars of RFC 9110, RFC 9112 and RFC 3986. */
public final class ByteClass {

    private static final int TOKEN = 1;
    private static final int VALUE = 1 << 1;
    private static final int TARGET = 1 << 2;
    private static final int REG_NAME = 1 << 3;
    private static final int CONTROL = 1 << 4;
    private static final int QUOTED = 1 << 5;
    private static final int UNRESERVED = 1 << 6;
    private static final byte[] CLASSES = classes();

    private static final int WORD = Long.BYTES;
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // The same in each byte of a word.
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long DELETES = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private ByteClass() {}

    /** RFC 9110 5.6.2, tchar. */
    public static boolean isToken(byte b) {
        return is(TOKEN, b);
    }

    /** What a field value may hold: HTAB, SP, VCHAR, obs-text. */
    public static boolean isValue(byte b) {
        return is(VALUE, b);
    }

    /** RFC 9110 5.6.4: what may stand between quotes without a backslash. */
    public static boolean isQuoted(byte b) {
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
    public static boolean isControl(byte b) {
        return is(CONTROL, b);
    }

    /** The first index from {@code at} on that is not of a token, or {@code to}. */
    public static int tokenEnd(ByteBuffer bytes, int at, int to) {
        return endOf(TOKEN, bytes, at, to);
    }

    /** The first index from {@code from} on that is not of a field value, or {@code to}. */
    public static int valueEnd(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at <= to - WORD) {
            long controls = controlsOf((long) WORDS.get(bytes, at));
            if (controls == 0) {
                at += WORD;
                continue;
            }
            at += Long.numberOfTrailingZeros(controls) / Byte.SIZE;
            if (bytes.get(at) != Ascii.HTAB) {
                return at;
            }
            at++;
        }
        return endOf(VALUE, bytes, at, to);
    }

    /**
     * Of eight bytes, the first at the low end: the high bit of each that is below 0x20 or 0x7F. Of those behind the first such byte it may
     * tell too many.
     */
    private static long controlsOf(long word) {
        long low = (word - SPACES) & ~word;
        long noDelete = word ^ DELETES;
        long delete = (noDelete - ONES) & ~noDelete;
        return (low | delete) & HIGH_BITS;
    }

    // Wider than RFC 3986 allows: visible bytes that belong into no URI are forwarded as they are, because browsers
    // send them.
    public static int targetEnd(ByteBuffer bytes, int at, int to) {
        return endOf(TARGET, bytes, at, to);
    }

    private static boolean is(int mask, byte b) {
        return (CLASSES[b & 0xFF] & mask) != 0;
    }

    // Eight bytes at a time: a read of the buffer, with all its checks, costs more than the look into the table.
    private static int endOf(int mask, ByteBuffer bytes, int from, int to) {
        int at = from;
        for (; at <= to - WORD; at += WORD) {
            long word = (long) WORDS.get(bytes, at);
            for (int i = 0; i < WORD; i++) {
                if ((CLASSES[(int) word & 0xFF] & mask) == 0) {
                    return at + i;
                }
                word >>>= Byte.SIZE;
            }
        }
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
