package io.weir.server.config;

/** What a quoted string of HOCON stands for. */
final class QuotedText {

    private static final String TRIPLE = "\"\"\"";
    private static final int DIGITS = 4;
    private static final int HEXADECIMAL = 16;
    private static final String ESCAPES = "bfnrt";
    private static final String ESCAPED = "\b\f\n\r\t";

    private QuotedText() {}

    /** The content of a string, given with its quotes; of an escape that HOCON does not know, the character. */
    static String content(String quoted) {
        if (quoted.length() >= 2 * TRIPLE.length() && quoted.startsWith(TRIPLE)) {
            return quoted.substring(TRIPLE.length(), quoted.length() - TRIPLE.length());
        }
        String inner = quoted.substring(1, Math.max(1, quoted.length() - 1));
        return inner.indexOf('\\') < 0 ? inner : unescaped(inner);
    }

    private static String unescaped(String text) {
        StringBuilder content = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            at += text.charAt(at) == '\\' && at + 1 < text.length()
                    ? escape(text, at, content)
                    : plain(text, at, content);
        }
        return content.toString();
    }

    private static int plain(String text, int at, StringBuilder content) {
        content.append(text.charAt(at));
        return 1;
    }

    /** Appends what the escape at this place stands for, and tells how long it is. */
    private static int escape(String text, int at, StringBuilder content) {
        char c = text.charAt(at + 1);
        int known = ESCAPES.indexOf(c);
        if (known >= 0) {
            content.append(ESCAPED.charAt(known));
            return 2;
        }
        int end = at + 2 + DIGITS;
        if (c == 'u' && end <= text.length() && isHexadecimal(text, at + 2, end)) {
            content.append((char) Integer.parseInt(text, at + 2, end, HEXADECIMAL));
            return 2 + DIGITS;
        }
        content.append(c);
        return 2;
    }

    private static boolean isHexadecimal(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> Character.digit(c, HEXADECIMAL) >= 0);
    }
}
