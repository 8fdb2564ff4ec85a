package io.weir.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns of paths and expressions in the notation of other programs ({@code /api/*}, {@code /users/:id}), which are valid here and match nothing
 * that a client asks for, and tells what to write instead.
 */
final class Wildcards {

    private static final Pattern TREE = Pattern.compile("(/?[^*]*?)/\\*{1,2}");
    private static final Pattern STARS = Pattern.compile("\\*+");
    private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z_]\\w*");
    private static final Pattern SIGN_OF_EXPRESSIONS = Pattern.compile("[.+()\\[\\]$]");
    private static final Pattern REPEATED_SLASH = Pattern.compile("/\\*(?=/|$)");

    private static final String ANY_SEGMENT = "[^/]+";
    private static final String ANYTHING_IN_SEGMENT = "[^/]*";
    private static final String ANYTHING = ".*";

    private Wildcards() {}

    /** Warns if the path, which is not read as an expression, has a wildcard or a parameter in it. */
    static void warnOfPath(Section section, Key<String> key, String path) {
        if (path.contains("*") || segments(path).anyMatch(Wildcards::isParameter)) {
            warn(section, key, path, instead(path) + "; '*' and ':' stand for themselves");
        }
    }

    /** Warns if the path that is put in the place of another has a wildcard in it. */
    static void warnOfReplacement(Section section, Key<String> key, String path) {
        if (path.contains("*")) {
            warn(section, key, path, "a path without '*', which would be sent to the server");
        }
    }

    /** Warns if the expression of a path repeats a slash where anything was meant. */
    static void warnOfExpression(Section section, Key<String> key, String expression) {
        if (REPEATED_SLASH.matcher(expression).find()) {
            warn(section, key, expression, quoted(withAnything(expression)) + "; '*' repeats what stands before it");
        }
    }

    // What is made of the value is not told where a part of the value itself is not.
    private static void warn(Section section, Key<String> key, String value, String expected) {
        String shown = section.quoted(key);
        section.warn(key, shown, shown.equals(value) ? expected : "no '*' for a part of a path");
    }

    private static String instead(String path) {
        Matcher tree = TREE.matcher(path);
        if (tree.matches() && segments(tree.group(1)).noneMatch(Wildcards::isParameter)) {
            String root = tree.group(1).isEmpty() ? "/" : tree.group(1);
            return "path = " + quoted(root) + ", which matches all below it";
        }
        String expression = segments(path)
                .map(segment -> isParameter(segment) ? ANY_SEGMENT : expression(segment))
                .collect(Collectors.joining("/"));
        boolean endsOpen = path.endsWith("*") && expression.endsWith(ANYTHING_IN_SEGMENT);
        String whole = endsOpen
                ? expression.substring(0, expression.length() - ANYTHING_IN_SEGMENT.length()) + ANYTHING
                : expression;
        return "path-regex = " + quoted(whole);
    }

    private static String expression(String segment) {
        String escaped = SIGN_OF_EXPRESSIONS.matcher(segment).replaceAll("\\\\$0");
        return STARS.matcher(escaped).replaceAll(stars -> stars.group().length() > 1 ? ANYTHING : ANYTHING_IN_SEGMENT);
    }

    private static String withAnything(String expression) {
        return REPEATED_SLASH
                .matcher(expression)
                .replaceAll(slash -> slash.end() == expression.length() ? "/" + ANYTHING : "/" + ANYTHING_IN_SEGMENT);
    }

    private static boolean isParameter(String segment) {
        return PARAMETER.matcher(segment).matches();
    }

    private static Stream<String> segments(String path) {
        return Stream.of(path.split("/", -1));
    }

    // As it is written in a file.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\") + '"';
    }
}
