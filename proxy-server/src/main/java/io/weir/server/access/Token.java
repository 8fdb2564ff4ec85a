package io.weir.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A bearer token, of which only the SHA-256 digest is kept. Immutable. */
public final class Token {
    /*
     * Digests are compared, and not texts: they have one length, so the time of a comparison tells neither the length of the token nor how many
     * of its first characters a guess has right.
     */

    /** Characters of a token at least. */
    public static final int LEAST = 16;

    /** Characters of a token at most. */
    public static final int MOST = 512;

    private final byte[] digest;

    private Token(byte[] digest) {
        this.digest = digest;
    }

    /**
     * A token of that text.
     *
     * @throws IllegalArgumentException if the text is none, with the reason and without the text
     */
    public static Token of(String text) {
        if (text.length() < LEAST || text.length() > MOST) {
            throw new IllegalArgumentException(text.length() + " characters");
        }
        if (!isVisible(text)) {
            throw new IllegalArgumentException("a character that is not visible ASCII");
        }
        return new Token(digest(text));
    }

    /** Whether the text can be a token. */
    public static boolean isToken(String text) {
        return text.length() >= LEAST && text.length() <= MOST && isVisible(text);
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The digest of what a caller presents as its token. */
    static byte[] digest(String presented) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(presented.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Whether that is the digest of this token. Takes the same time for every digest. */
    boolean has(byte[] presented) {
        return MessageDigest.isEqual(digest, presented);
    }

    /** Whether both are tokens of one text. */
    public boolean isSameAs(Token other) {
        return has(other.digest);
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
