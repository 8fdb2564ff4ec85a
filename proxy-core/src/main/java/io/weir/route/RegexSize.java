package io.weir.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instructions a regular expression becomes, reckoned from its text before it is compiled: repetitions within repetitions multiply,
 * and the compiler writes all of them out. Matching a byte takes time in proportion to it. The reckoning errs upwards only.
 */
final class RegexSize {

    /** Instructions of one expression: a path of 13 KB takes some 0.2 s of one core with the worst of that size. */
    static final int MOST_INSTRUCTIONS = 2_000;

    /** Groups in groups, by which the compiler recurses. */
    static final int MOST_NESTED = 100;

    private static final Pattern ABOUT_GROUP = Pattern.compile("\\?(?:P?<\\w*>|[a-zA-Z-]*:?)");
    // Fail, match, and the capture of all.
    private static final int AROUND = 4;
    private static final long CEILING = 1L << 40;

    /** Instructions of a group so far: all before the last atom, and that atom, which a repetition behind it multiplies. */
    private static final class Group {
        private final int captures;
        private long before;
        private long last;

        Group(int captures) {
            this.captures = captures;
        }

        void atom(long size) {
            before = Math.min(CEILING, before + last);
            last = size;
        }

        // x{2,4} is xx(x(x)?)?: a copy for each time, and a branch for each that may be left out.
        void repeat(long least, long most) {
            last = Math.min(CEILING, last * Math.max(1, most) + most - least);
        }

        long size() {
            return Math.min(CEILING, before + last);
        }
    }

    private final String text;
    private final Deque<Group> groups = new ArrayDeque<>();
    private int at;
    private int nested;

    private RegexSize(String text) {
        this.text = text;
        groups.push(new Group(0));
        while (at < text.length() && nested <= MOST_NESTED) {
            step();
        }
        while (groups.size() > 1) {
            close();
        }
    }

    /** Why the expression is too large; empty if it is not. */
    static String whyTooLarge(String text) {
        if (text.length() > MOST_INSTRUCTIONS) {
            return "it has " + text.length() + " characters, more than " + MOST_INSTRUCTIONS;
        }
        RegexSize size = new RegexSize(text);
        if (size.nested > MOST_NESTED) {
            return "groups are nested more than " + MOST_NESTED + " deep";
        }
        return size.instructions() > MOST_INSTRUCTIONS
                ? "it becomes more than " + MOST_INSTRUCTIONS + " instructions, because repetitions are written out"
                : "";
    }

    /** Of a whole expression that is not nested too deep, at least as many as it becomes. */
    static long of(String text) {
        return new RegexSize(text).instructions();
    }

    private long instructions() {
        return groups.element().size() + AROUND;
    }

    private void step() {
        char c = text.charAt(at++);
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> charClass();
            case '\\' -> escape();
            // A branch, and what an empty side becomes.
            case '|' -> groups.element().atom(2);
            case '*', '+', '?' -> groups.element().repeat(0, 1);
            case '{' -> repetition();
            default -> groups.element().atom(1);
        }
    }

    // (?:, (?flags: and (?P<name> open a group, and are no part of it. (?flags) is nothing: a repetition behind it is
    // of what stands before.
    private void open() {
        boolean captures = !text.startsWith("?", at) || text.startsWith("?P", at) || text.startsWith("?<", at);
        Matcher about = ABOUT_GROUP.matcher(text).region(at, text.length());
        at = about.lookingAt() ? about.end() : at;
        boolean flagsAlone = !captures && text.charAt(at - 1) != ':' && text.startsWith(")", at);
        if (flagsAlone) {
            at++;
            return;
        }
        groups.push(new Group(captures ? 2 : 0));
        nested = Math.max(nested, groups.size() - 1);
    }

    private void close() {
        if (groups.size() > 1) {
            Group group = groups.pop();
            groups.element().atom(Math.max(1, group.size()) + group.captures);
        }
    }

    private void charClass() {
        at += text.startsWith("^", at) ? 1 : 0;
        at += text.startsWith("]", at) ? 1 : 0;
        while (at < text.length() && text.charAt(at) != ']') {
            boolean named = text.startsWith("[:", at) && text.indexOf(":]", at) > 0;
            at = named ? text.indexOf(":]", at) + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at++;
        groups.element().atom(1);
    }

    private void escape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            int literal = (end < 0 ? text.length() : end) - at - 1;
            for (int i = 0; i < literal; i++) {
                groups.element().atom(1);
            }
            at = end < 0 ? text.length() : end + 2;
            return;
        }
        boolean braced = at + 1 < text.length() && "xpP".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '{';
        int end = braced ? text.indexOf('}', at) : -1;
        at = end < 0 ? at + 1 : end + 1;
        groups.element().atom(1);
    }

    /** {@code n}, {@code n,} or {@code n,m} in braces; anything else is literal. */
    private void repetition() {
        int end = text.indexOf('}', at);
        String inside = end < 0 ? "" : text.substring(at, end);
        if (!inside.matches("\\d{1,9}(?:,\\d{0,9})?")) {
            groups.element().atom(1);
            return;
        }
        String[] counts = inside.split(",", -1);
        long least = Long.parseLong(counts[0]);
        boolean open = counts.length == 2 && counts[1].isEmpty();
        long most = counts.length == 1 || open ? least : Long.parseLong(counts[1]);
        groups.element().repeat(Math.min(least, most) - (open ? 1 : 0), most);
        at = end + 1;
    }
}
