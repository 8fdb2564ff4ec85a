package io.weir.server.watch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256, of one content or of a whole {@link Snapshot}.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record Fingerprint(String hex) {

    private static final int SHORT_DIGITS = 12;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("hex: " + hex + " (expected: 64 hexadecimal digits in lower case)");
        }
    }

    static Fingerprint of(byte[] digest) {
        return new Fingerprint(HexFormat.of().formatHex(digest));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    /** The first 12 digits: enough for people to tell two configurations apart, not a proof that two are the same. */
    public String shortHex() {
        return hex.substring(0, SHORT_DIGITS);
    }

    /** All digits. */
    @Override
    public String toString() {
        return hex;
    }
}
