package io.weir.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link NormalPath} is to do, in strings: unescape, split, keep a stack of segments. */
final class PlainNormalPath {

    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})?");

    private PlainNormalPath() {}

    /** The normal path, or the word of what is wrong with it; of two wrongs the one that comes first. */
    static String of(String path) {
        int backslash = path.indexOf('\\');
        StringBuilder plain = new StringBuilder();
        Matcher escape = ESCAPE.matcher(path);
        while (escape.find()) {
            if (backslash >= 0 && backslash < escape.start()) {
                return Violation.BAD_PATH.word();
            }
            String replacement = replacement(escape.group(1));
            if (replacement.isEmpty()) {
                return Violation.BAD_ESCAPE.word();
            }
            escape.appendReplacement(plain, replacement);
        }
        escape.appendTail(plain);
        return backslash >= 0 ? Violation.BAD_PATH.word() : withoutDots(plain.toString());
    }

    private static String replacement(String digits) {
        if (digits == null) {
            return "";
        }
        char c = (char) Integer.parseInt(digits, 16);
        if (c < ' ' && "\t\r\n".indexOf(c) < 0) {
            return "";
        }
        boolean unreserved = String.valueOf(c).matches("[A-Za-z0-9._~-]");
        return unreserved ? String.valueOf(c) : "%" + String.format("%02X", (int) c);
    }

    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..") && kept.pollLast() == null) {
                return Violation.BAD_PATH.word();
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
