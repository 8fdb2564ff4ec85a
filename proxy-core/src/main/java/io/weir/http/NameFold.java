package io.weir.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Field names as applications behind CGI and its successors see them: letters without case, and every other byte that is no digit as one
 * and the same, written as a hyphen here.
 */
final class NameFold {

    private static final byte[] FOLDED = folded();

    private NameFold() {}

    private static byte[] folded() {
        byte[] folded = new byte[256];
        Arrays.fill(folded, (byte) '-');
        for (char c = '0'; c <= '9'; c++) {
            folded[c] = (byte) c;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            folded[c] = (byte) c;
            folded[Character.toUpperCase(c)] = (byte) c;
        }
        return folded;
    }

    /** The form in which a byte of a name is compared. */
    static byte fold(byte b) {
        return FOLDED[b & 0xFF];
    }

    /** The form in which a name is compared. */
    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append((char) fold((byte) c)));
        return folded.toString();
    }

    /** Whether the bytes from {@code start} on, of which there are enough, begin with a folded name. Borrows both. */
    static boolean startsWith(ByteBuffer bytes, int start, byte[] folded) {
        for (int i = 0; i < folded.length; i++) {
            if (fold(bytes.get(start + i)) != folded[i]) {
                return false;
            }
        }
        return true;
    }
}
