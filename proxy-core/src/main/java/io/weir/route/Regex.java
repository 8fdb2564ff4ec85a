package io.weir.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.ByteBuffer;

/**
 * A regular expression in the syntax of RE2, which matches in time that grows with the length of what is matched and no faster: no
 * client can make it dear. Immutable. Two of the same text are equal.
 */
public final class Regex {

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * The expression of that text.
     *
     * @throws IllegalArgumentException if it is none; the message says why, with the part that is wrong
     */
    public static Regex of(String text) {
        try {
            return new Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** Whether the expression matches the bytes as a whole, which are taken for ISO 8859-1. Borrows them; makes garbage. */
    public boolean matches(ByteBuffer bytes, int start, int end) {
        return matcher(new Stretch(bytes, start, end - start)).matches();
    }

    /** A matcher of a text. */
    Matcher matcher(CharSequence text) {
        return pattern.matcher(text);
    }

    /** How many groups it has. */
    int groups() {
        return pattern.groupCount();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && regex.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return pattern.pattern();
    }

    private record Stretch(ByteBuffer bytes, int start, int length) implements CharSequence {

        @Override
        public char charAt(int index) {
            return (char) (bytes.get(start + index) & 0xFF);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Stretch(bytes, start + from, to - from);
        }

        @Override
        public String toString() {
            return new StringBuilder(length).append(this, 0, length).toString();
        }
    }
}
