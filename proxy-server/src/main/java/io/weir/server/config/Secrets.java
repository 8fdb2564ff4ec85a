package io.weir.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
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

    /** Origin of a value that another process has from such a variable of its own. */
    static final String SECRET_OF_CALLER = "secret variable of the caller";

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
            "(?i)(?<=[?&])([\\w.-]*(?:auth|token|secret|passw|credential|session|signature|key)[\\w.-]*=)([^&#\\s]*)");

    private static final Pattern MARK = Pattern.compile("\\(hidden:[0-9a-f]{64}\\)");

    private final List<String> ofVariables;

    /** Secrets of a configuration into which variables of this process were substituted: the library knows no others. */
    static Secrets ofProcess() {
        return OfProcess.SECRETS;
    }

    private static final class OfProcess {
        static final Secrets SECRETS = new Secrets(System.getenv());
    }

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

    /** The same value with {@link #HIDDEN} in the place of each secret in it; {@code naming} is what its name tells. */
    ConfigValue hidden(ConfigValue value, Naming naming) {
        if (value instanceof ConfigObject block) {
            Map<String, ConfigValue> shown = new LinkedHashMap<>();
            block.forEach((name, inner) -> shown.put(name, hidden(inner, naming.within(name))));
            return ConfigValueFactory.fromMap(shown).withOrigin(value.origin());
        }
        if (value instanceof ConfigList list) {
            List<ConfigValue> shown =
                    list.stream().map(inner -> hidden(inner, naming)).toList();
            return ConfigValueFactory.fromIterable(shown).withOrigin(value.origin());
        }
        String shown = shown(value, naming);
        return shown.equals(String.valueOf(value.unwrapped()))
                ? value
                : ConfigValueFactory.fromAnyRef(shown).withOrigin(value.origin());
    }

    /** The text of a value without structure, or what stands in its place. */
    String shown(ConfigValue value, Naming naming) {
        return shown(value, naming, secret -> HIDDEN);
    }

    /** The same with placeholders that tell one secret from another, for {@link #withoutMarks}. */
    String marked(ConfigValue value, Naming naming) {
        return shown(value, naming, Secrets::mark);
    }

    /** A text of {@link #marked} as a person may see it. */
    static String withoutMarks(String marked) {
        return MARK.matcher(marked).replaceAll(HIDDEN);
    }

    private String shown(ConfigValue value, Naming naming, UnaryOperator<String> placeholder) {
        String text = String.valueOf(value.unwrapped());
        if (naming == Naming.SECRET || isOfSecretVariable(value)) {
            return placeholder.apply(text);
        }
        String withoutUser = IN_AUTHORITY
                .matcher(text)
                .replaceAll(user -> Matcher.quoteReplacement(placeholder.apply(user.group()) + "@"));
        return IN_QUERY.matcher(withoutUser)
                .replaceAll(parameter ->
                        Matcher.quoteReplacement(parameter.group(1) + placeholder.apply(parameter.group(2))));
    }

    /** Whether the value has in it what came from a variable whose name is one of a secret: from this process, or as another one says. */
    boolean isOfSecretVariable(ConfigValue value) {
        String origin = value.origin().description();
        return origin.equals(SECRET_OF_CALLER)
                || (origin.contains(FROM_VARIABLES) && hasSecretOfVariable(String.valueOf(value.unwrapped())));
    }

    // The key is of this process and never told, so that a mark says nothing of its secret.
    private static String mark(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(MarkKey.BYTES);
            byte[] known = digest.digest(secret.getBytes(StandardCharsets.UTF_8));
            return "(hidden:" + HexFormat.of().formatHex(known) + ")";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Made when it is first needed: few configurations have a secret in them. */
    private static final class MarkKey {
        static final byte[] BYTES = new byte[32];

        static {
            new SecureRandom().nextBytes(BYTES);
        }
    }

    private boolean hasSecretOfVariable(String text) {
        return ofVariables.stream()
                .anyMatch(secret -> text.equals(secret) || (secret.length() >= LEAST_PART && text.contains(secret)));
    }
}
