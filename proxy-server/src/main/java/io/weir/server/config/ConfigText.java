package io.weir.server.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The outline of a HOCON text: what the library's recursive parser must not see before it is known to be small enough, and where
 * the text includes others. Read in one pass, without recursion; knows strings, comments and substitutions, not the grammar.
 */
final class ConfigText {
    /*
     * A key stands where a block or the text begins, and after a comma or a line end in one. Its path ends at ':', '=' or '{', before which line
     * ends and comments may stand. Each dot in it stands for a block around the value, so it counts as depth. The strings of a statement
     * include may stand on lines of their own as well.
     */

    /** A statement {@code include}, by what stands between its quotes, with the number of levels around it. */
    record Include(String name, int line, int depth) {}

    /** What is wrong with the text, and where. */
    record Fault(int line, String found, String expected) {}

    /** A block or list that is open, with the dots of the key that it is a value of. */
    private record Open(char bracket, int line, int depth, int dots, Set<String> keys) {}

    private static final char END = 0;
    private static final String TRIPLE = "\"\"\"";
    private static final String INCLUDE = "include";

    // The library keeps as many objects for one.
    private static final int TOKENS_OF_SUBSTITUTION = 8;

    private final String text;
    private final Bounds bounds;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Include> includes = new ArrayList<>();
    private Optional<Fault> fault = Optional.empty();
    private int at;
    private int line = 1;
    private int tokens;
    private int merges;
    private boolean inKey = true;
    private boolean afterSeparator;
    private boolean inInclude;
    private boolean keyBegun;
    private boolean keyLineEnded;
    private int dots;
    private String firstKey = "";

    private ConfigText(String text, int depth, Bounds bounds) {
        this.text = text;
        this.bounds = bounds;
        open.push(new Open(END, 0, depth, 0, new HashSet<>()));
    }

    /** The outline of a text with so many levels around it, up to its first fault. */
    static ConfigText of(String text, int depth, Bounds bounds) {
        ConfigText outline = new ConfigText(text, depth, bounds);
        while (outline.fault.isEmpty() && outline.at < text.length()) {
            outline.step();
        }
        outline.end();
        return outline;
    }

    Optional<Fault> fault() {
        return fault;
    }

    /** How many tokens there are, gaps and comments among them. */
    int tokens() {
        return tokens;
    }

    /** In which line a text of that name is included for the first time; 0 if that is not known. */
    int lineOfInclude(String name) {
        return included(name).mapToInt(Include::line).findFirst().orElse(0);
    }

    /** How many levels stand around where a text of that name is included, at most; around any include if the name is not known. */
    int depthOfInclude(String name) {
        return included(name).mapToInt(Include::depth).max().orElse(deepestInclude());
    }

    private int deepestInclude() {
        return includes.stream().mapToInt(Include::depth).max().orElse(0);
    }

    // An URL is told by the library with one slash where there were three.
    private Stream<Include> included(String name) {
        return includes.stream()
                .filter(include -> include.name().equals(name)
                        || include.name().replace(":///", ":/").equals(name));
    }

    private void step() {
        if (++tokens > bounds.tokens()) {
            refuse(line, "too long", "at most " + bounds.tokens() + " words and signs in all files, " + bounds.why());
            return;
        }
        char c = text.charAt(at);
        switch (c) {
            case '\n', ',' -> separate(c);
            case '{', '[' -> opens(c);
            case '}', ']' -> closes(c);
            case ':', '=' -> assigns();
            case '"' -> quoted();
            case '#' -> comment();
            case '$' -> substitution();
            default -> other(c);
        }
    }

    private void separate(char c) {
        line += c == '\n' ? 1 : 0;
        at++;
        if (c == '\n' && inKey && keyBegun) {
            keyLineEnded = true;
        } else if (c == ',' || !afterSeparator) {
            beginsItem();
        }
    }

    private void beginsItem() {
        inKey = open.element().bracket != '[';
        afterSeparator = false;
        inInclude = false;
        keyBegun = false;
        keyLineEnded = false;
        dots = 0;
        firstKey = "";
    }

    /** A word or string comes: it begins another item if the key before it has no value in its line. */
    private void beginsWord() {
        if (inKey && keyLineEnded && !inInclude) {
            beginsItem();
        }
    }

    private void opens(char c) {
        if (inKey) {
            endKey();
        }
        int depth = open.element().depth + 1 + dots;
        open.push(new Open(c, line, depth, dots, new HashSet<>()));
        at++;
        beginsItem();
        checkDepth(depth);
    }

    private void closes(char c) {
        char opener = c == '}' ? '{' : '[';
        if (open.element().bracket != opener) {
            refuse(line, c + " closes nothing", closing());
            return;
        }
        // Another block may follow, which is then laid over this one below the same key.
        dots = open.pop().dots;
        at++;
        inKey = false;
        afterSeparator = false;
    }

    private String closing() {
        Open last = open.element();
        return last.bracket == END
                ? "as many closing as opening brackets"
                : (last.bracket == '{' ? "}" : "]") + " for the " + last.bracket + " in line " + last.line;
    }

    private void end() {
        Open last = open.element();
        if (fault.isEmpty() && last.bracket != END) {
            refuse(
                    last.line,
                    last.bracket + " is never closed",
                    (last.bracket == '{' ? "a }" : "a ]") + " outside of comments, which begin with # or //");
        }
    }

    private void assigns() {
        if (inKey) {
            endKey();
            checkDepth(open.element().depth + dots);
        }
        afterSeparator = true;
        at++;
    }

    private void endKey() {
        if (keyBegun && !open.element().keys.add(firstKey) && ++merges > Bounds.MERGES) {
            refuse(
                    line,
                    "more than " + Bounds.MERGES + " keys of blocks that are there already",
                    "one block { ... } with all that belongs into it");
        }
        inKey = false;
    }

    private void quoted() {
        int from = at;
        int first = line;
        int end = text.startsWith(TRIPLE, at) ? endOfTriple() : endOfQuotes();
        at = end;
        if (inKey && inInclude) {
            includes.add(new Include(QuotedText.content(text.substring(from, end)), first, open.element().depth));
            beginsItem();
            return;
        }
        beginsWord();
        if (beginsKey()) {
            firstKey = QuotedText.content(text.substring(from, end));
        }
    }

    private int endOfTriple() {
        int end = text.indexOf(TRIPLE, at + TRIPLE.length());
        int stop = end < 0 ? text.length() : end + TRIPLE.length();
        while (stop < text.length() && text.charAt(stop) == '"') {
            stop++;
        }
        line += (int) text.substring(at, stop).chars().filter(c -> c == '\n').count();
        return stop;
    }

    private int endOfQuotes() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n' ? 2 : 1;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            return end + 1;
        }
        refuse(line, "\" is not closed in its line", "another \" where the text ends that it begins");
        return end;
    }

    private void comment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    /** {@code ${path}}; the dollar sign alone is for the library to refuse. */
    private void substitution() {
        if (!text.startsWith("${", at)) {
            at++;
            return;
        }
        int names = 1;
        tokens += TOKENS_OF_SUBSTITUTION;
        at += 2;
        while (at < text.length() && text.charAt(at) != '}' && text.charAt(at) != '\n') {
            names += text.charAt(at) == '.' ? 1 : 0;
            at = text.charAt(at) == '"' ? endOfQuotes() : at + 1;
        }
        at += at < text.length() && text.charAt(at) == '}' ? 1 : 0;
        afterSeparator = false;
        checkDepth(names);
    }

    private void other(char c) {
        if (c == '/' && text.startsWith("//", at)) {
            comment();
            return;
        }
        if (isGap(c)) {
            while (at < text.length() && isGap(text.charAt(at))) {
                at++;
            }
            return;
        }
        beginsWord();
        word();
    }

    private void word() {
        int from = at;
        while (at < text.length() && isUnquoted(text.charAt(at)) && !text.startsWith("//", at)) {
            dots += inKey && text.charAt(at) == '.' ? 1 : 0;
            at++;
        }
        at += at == from ? 1 : 0;
        if (inKey) {
            checkDepth(open.element().depth + dots);
        }
        if (beginsKey()) {
            String word = text.substring(from, at);
            int dot = word.indexOf('.');
            inInclude = word.equals(INCLUDE);
            firstKey = dot > 0 ? word.substring(0, dot) : word;
        }
    }

    // The library takes these spaces for gaps, which Java does not where they forbid a line break.
    private static boolean isGap(char c) {
        return c == '\uFEFF' || ((Character.isWhitespace(c) || Character.isSpaceChar(c)) && c != '\n');
    }

    private static boolean isUnquoted(char c) {
        return !isGap(c) && c != '\n' && "{}[]:=,\"#$".indexOf(c) < 0;
    }

    /** Whether the word or string that was read is the first of a key. */
    private boolean beginsKey() {
        afterSeparator = false;
        boolean first = inKey && !keyBegun;
        keyBegun |= first;
        return first;
    }

    private void checkDepth(int depth) {
        if (depth > Bounds.DEPTH) {
            refuse(line, "nested too deep", "blocks, lists and paths of at most " + Bounds.DEPTH + " levels");
        }
    }

    private void refuse(int where, String found, String expected) {
        if (fault.isEmpty()) {
            fault = Optional.of(new Fault(where, found, expected));
        }
    }
}
