package io.weir.server.log;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One line in the making, as ASCII. Used again for the next line, so that a log line costs no garbage. What does not fit is cut
 * off. Confined to one thread.
 */
final class LineBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MILLIS_DECIMALS = 3;

    private final byte[] bytes;
    private int length;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    LineBuffer clear() {
        length = 0;
        return this;
    }

    /** Ends the line, in place of its last character if it is full. */
    void end() {
        length = Math.min(length, bytes.length - 1);
        bytes[length++] = '\n';
    }

    LineBuffer append(char c) {
        if (length < bytes.length) {
            bytes[length++] = (byte) c;
        }
        return this;
    }

    /** Text that is known to be plain ASCII. */
    @SuppressWarnings("deprecation") // What it loses of other characters is nothing here, and it copies at once.
    LineBuffer append(String text) {
        int count = Math.min(text.length(), bytes.length - length);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    LineBuffer append(long number) {
        if (number < 0) {
            return append(Long.toString(number));
        }
        return digits(number, 1);
    }

    /** A decimal number, not negative, with at least {@code least} digits. */
    LineBuffer digits(long number, int least) {
        int count = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        int end = length + Math.max(count, least);
        long rest = number;
        for (int i = end - 1; i >= length; i--) {
            if (i < bytes.length) {
                bytes[i] = (byte) ('0' + rest % 10);
            }
            rest /= 10;
        }
        length = Math.min(end, bytes.length);
        return this;
    }

    /** Nanoseconds as milliseconds with three decimals. */
    LineBuffer millis(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
        return append(micros / 1000).append('.').digits(micros % 1000, MILLIS_DECIMALS);
    }

    /**
     * Text from the wire, between quotes, with one character for each byte. A quote and a backslash get a backslash before
     * them; whatever is not printable ASCII is written as {@code \\u00xx}, so that nothing in it can end the line or forge another.
     */
    LineBuffer quoted(String text) {
        append('"');
        if (isPlain(text)) {
            return append(text).append('"');
        }
        for (int i = 0; i < text.length(); i++) {
            escaped(text.charAt(i));
        }
        return append('"');
    }

    /** Whether it is printable ASCII without a space, a quote or a backslash, which needs no quotes. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void escaped(char c) {
        if (c < ' ' || c >= 0x7f) {
            append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                append((char) HEX[c >> shift & 0xf]);
            }
            return;
        }
        if (c == '"' || c == '\\') {
            append('\\');
        }
        append(c);
    }
}
