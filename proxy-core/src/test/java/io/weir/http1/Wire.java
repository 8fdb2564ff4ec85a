package io.weir.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes as they lie in a buffer: somewhere in its middle, with other bytes on both sides. Text is ISO 8859-1. */
public final class Wire {

    public static final HeadLimits LIMITS = new HeadLimits(100, 8 * 1024);
    private static final int BEFORE = 7;
    private static final int AFTER = 5;
    private static final byte POISON = '\n';

    public final ByteBuffer bytes;
    public final int from;
    public final int to;

    private Wire(byte[] text) {
        bytes = ByteBuffer.allocateDirect(BEFORE + text.length + AFTER);
        from = BEFORE;
        to = from + text.length;
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, POISON);
        }
        bytes.put(from, text);
    }

    public static Wire of(String text) {
        return new Wire(latin1(text));
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lines of a head, each with its CRLF, and the empty line. */
    public static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    public String text(int start, int end) {
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Makes bytes visible in test names and messages. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars().forEach(c -> visible.append(visible((char) c)));
        return visible.length() > 300 ? visible.substring(0, 300) + "…" : visible.toString();
    }

    private static String visible(char c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
    }
}
