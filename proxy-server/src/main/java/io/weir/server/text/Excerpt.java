package io.weir.server.text;

/** Texts of any length, cut for a line that people read. */
public final class Excerpt {

    private static final String MORE = "...";

    private Excerpt() {}

    /** The first {@code most} characters of a longer text and three dots; one fewer where the cut would part the two halves of a code point. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + MORE;
    }

    /** One line without double quotes, whatever the text is: U+0085, U+2028 and U+2029 end lines as well. For values in double quotes. */
    public static String inQuotes(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x80-\\x9F\\u2028\\u2029]+", " ").replace('"', '\'');
    }
}
