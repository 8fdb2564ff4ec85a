package io.weir.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in the syntax of RE2, which matches in time that grows with the length of what is matched and no faster: no
 * client can make it dear. Immutable. Two of the same text are equal.
 */
public final class Regex {

    private static final int MOST_GROUPS = 9;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * The expression of that text.
     *
     * @throws IllegalArgumentException if it is none, or one that is too large ({@link RegexSize}); the message says why, with the part that
     *     is wrong
     */
    public static Regex of(String text) {
        String tooLarge = RegexSize.whyTooLarge(text);
        if (!tooLarge.isEmpty()) {
            throw new IllegalArgumentException(tooLarge);
        }
        try {
            return new Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** How many instructions it has become: heap, and the time that a byte of what is matched takes, grow with it. */
    public int instructions() {
        return pattern.programSize();
    }

    /** Whether the expression matches the bytes as a whole, which are taken for ISO 8859-1. Borrows them; makes garbage. */
    public boolean matches(ByteBuffer bytes, int start, int end) {
        return matcher(new Stretch(bytes, start, end - start)).matches();
    }

    /**
     * What {@code template} makes of a text that the expression matches as a whole: {@code $1} to {@code $9} stand for what the groups
     * matched, {@code $0} for all of it, {@code $$} for a dollar sign. Null if the expression does not match.
     */
    @Nullable
    String replacement(String text, String template) {
        Matcher matcher = matcher(text);
        return matcher.matches() ? filled(template, matcher) : null;
    }

    /** Why {@code template} is none for {@link #replacement}; empty if it is one. */
    String whyNoTemplate(String template) {
        for (int at = template.indexOf('$'); at >= 0; at = template.indexOf('$', at + 2)) {
            char next = at + 1 < template.length() ? template.charAt(at + 1) : ' ';
            if (next != '$' && (next < '0' || next > '0' + Math.min(MOST_GROUPS, groups()))) {
                return "$" + next + ": the expression has " + groups() + " groups";
            }
        }
        return "";
    }

    private static String filled(String template, Matcher matcher) {
        StringBuilder filled = new StringBuilder();
        for (int at = 0; at < template.length(); at++) {
            char c = template.charAt(at);
            if (c != '$') {
                filled.append(c);
                continue;
            }
            char next = template.charAt(++at);
            String group = next == '$' ? "$" : matcher.group(next - '0');
            filled.append(group == null ? "" : group);
        }
        return filled.toString();
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
