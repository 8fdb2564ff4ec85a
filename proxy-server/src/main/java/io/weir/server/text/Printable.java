package io.weir.server.text;

/** Texts of strangers, for a terminal. */
public final class Printable {

    private static final String MORE = "...";

    private Printable() {}

    /**
     * One line that moves no cursor and hides nothing: control characters (C0, C1, ends of lines) and those that change the direction of a text are written as
     * {@code \\u001b}. A line of more than {@code most} characters is cut off and ends with three dots.
     */
    public static String line(String text, int most) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        while (at < text.length() && line.length() < most) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isHarmless(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(String.format("\\u%04x", c));
            }
        }
        return at < text.length() ? line + MORE : line.toString();
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
