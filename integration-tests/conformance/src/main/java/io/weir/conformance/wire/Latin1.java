package io.weir.conformance.wire;

import java.nio.charset.StandardCharsets;

/** Bytes as text, one character for each, so that tables of messages can be read and patterns be matched. */
public final class Latin1 {

    private Latin1() {}

    /** The bytes of a text whose characters are all below 256. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text of the first {@code length} bytes. */
    public static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** A text that a person can read, on one line: what is not visible ASCII is escaped. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            shown.append(shown(text.charAt(i)));
        }
        return shown.toString();
    }

    private static String shown(char c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\x%02x", (int) c);
        };
    }
}
