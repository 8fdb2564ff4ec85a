package io.weir.server.config;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides which values of a configuration are secrets, and hides them.
 *
 * <p>A secret is told by the name of its key or header, by the variable of the environment that it came from, or by its place in a URL. A secret that
 * the file has under an innocent name is not found out. The path of a file is no secret. Immutable.
 */
final class Secrets {

    /** What stands in the place of a secret. */
    static final String HIDDEN = "(hidden)";

    /** What the name of a value tells. */
    enum Naming {
        SECRET,
        HARMLESS;

        /** What is told of a value of that name in a block of this naming. */
        Naming within(String name) {
            return this == SECRET ? SECRET : naming(name);
        }
    }

    private static final Pattern NAME = Pattern.compile(
            "(?i).*(?:auth|cookie|token|secret|passw|passphrase|credential|session|signature|api-?_?key|access-?_?key).*"
                    + "|(?:.*[-_])?key(?:[-_]id)?");

    private static final Pattern VARIABLE =
            Pattern.compile("(?i).*(?:TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|KEY).*", Pattern.DOTALL);

    // Of the library: what it tells of the origin of a value that is a variable or has one in it. It does not tell
    // which.
    private static final String FROM_VARIABLES = "env variables";

    /** A shorter value of a variable is a secret only where it stands alone: it is in too many texts by chance. */
    private static final int LEAST_PART = 4;

    private static final Pattern IN_AUTHORITY = Pattern.compile("(?<=://)[^/?#@\\s]*@");
    private static final Pattern IN_QUERY = Pattern.compile(
            "(?i)(?<=[?&])([\\w.-]*(?:auth|token|secret|passw|credential|session|signature|key)[\\w.-]*=)[^&#\\s]*");

    private final List<String> ofVariables;

    /** Secrets of a configuration into which these variables of the environment were substituted. */
    Secrets(Map<String, String> variables) {
        ofVariables = variables.entrySet().stream()
                .filter(variable -> VARIABLE.matcher(variable.getKey()).matches())
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** What a name, of a key or of a header, tells of its value. */
    static Naming naming(String name) {
        return NAME.matcher(name).matches() ? Naming.SECRET : Naming.HARMLESS;
    }

    /** The text of a value without structure, or what stands in its place. */
    String shown(ConfigValue value, Naming naming) {
        String text = String.valueOf(value.unwrapped());
        if (naming == Naming.SECRET
                || (value.origin().description().contains(FROM_VARIABLES) && hasSecretOfVariable(text))) {
            return HIDDEN;
        }
        String withoutUser = IN_AUTHORITY.matcher(text).replaceAll(HIDDEN + "@");
        return IN_QUERY.matcher(withoutUser).replaceAll("$1" + HIDDEN);
    }

    private boolean hasSecretOfVariable(String text) {
        return ofVariables.stream()
                .anyMatch(secret -> text.equals(secret) || (secret.length() >= LEAST_PART && text.contains(secret)));
    }
}
