package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import io.weir.server.text.Excerpt;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the library says of a text that it cannot parse, as a problem tells it. */
final class ParserMessage {

    private static final Pattern CULPRIT = Pattern.compile("(?:got|wrong token:|Reserved character) '([:*=])'");
    private static final Pattern LEADING_PLACE = Pattern.compile("^.*?: \\d+: ", Pattern.DOTALL);

    // Of the library: to rename the file to .properties, which is never right here.
    private static final Pattern ADVICE = Pattern.compile(" \\(if you intended .*", Pattern.DOTALL);

    // Of the library, about a line without = or {, such as those of nginx and HAProxy.
    private static final Pattern WITHOUT_SIGN = Pattern.compile("^Key .* may not be followed by token: ");

    private static final Pattern YAML = Pattern.compile("\\.ya?ml$", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 200;

    // A word of a line of which nothing else is known.
    private static final Pattern NAME_OF_SECRET = Pattern.compile(
            "(?i)auth|cookie|token|secret|passw|passphrase|credential|session|signature|bearer|\\bbasic\\b|key\\b");
    private static final Pattern QUOTED = Pattern.compile("'.{2,}'", Pattern.DOTALL);

    // A key and its value may stand in two lines, and an error is told where the next line begins.
    private static final int LINES_BEFORE = 3;

    private ParserMessage() {}

    /** What was found. The library begins its messages with the place, which a problem tells by itself. */
    static String found(ConfigException wrong) {
        String text = LEADING_PLACE
                .matcher(String.valueOf(wrong.getMessage()))
                .replaceFirst("")
                .replaceAll("[\\s\\p{Cntrl}]+", " ");
        return Excerpt.of(ADVICE.matcher(text).replaceFirst(""), LONGEST);
    }

    /** What was expected, by the sign at which the library stopped. */
    static String expected(ConfigOrigin origin, String found) {
        if (YAML.matcher(Problem.Place.of(origin).source()).find()) {
            return "HOCON, not YAML: blocks in { }, and key = value";
        }
        Matcher sign = CULPRIT.matcher(found);
        return switch (sign.find() ? sign.group(1) : "") {
            case ":" -> "quotes around a value with : in it, such as \":8080\"";
            case "*" -> "quotes around a value with * in it, such as \"*.shop.example\"";
            case "=" -> "a comma or a new line before the next key; a semicolon ends nothing";
            default ->
                WITHOUT_SIGN.matcher(found).find()
                        ? "HOCON, not the format of another proxy: key = value, and blocks in { }"
                        : "HOCON";
        };
    }

    /**
     * The same exception without what the library quotes of {@code text}, if the lines around may hold a secret: a key that lacks its sign is quoted with its
     * value. A quoted sign is kept.
     */
    static ConfigException withoutSecrets(ConfigException.Parse wrong, String text) {
        if (wrong.origin() == null) {
            return wrong;
        }
        int line = wrong.origin().lineNumber();
        List<String> near = text.lines()
                .skip(Math.max(0, line - LINES_BEFORE))
                .limit(LINES_BEFORE)
                .toList();
        boolean mayTell =
                near.stream().anyMatch(known -> NAME_OF_SECRET.matcher(known).find());
        String found = found(wrong);
        String harmless = QUOTED.matcher(found).replaceFirst(Secrets.HIDDEN);
        return mayTell && !harmless.equals(found) ? new ConfigException.Parse(wrong.origin(), harmless) : wrong;
    }
}
