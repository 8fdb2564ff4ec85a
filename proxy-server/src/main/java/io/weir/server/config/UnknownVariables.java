package io.weir.server.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Warns of variables of the environment that look as if they were for Weir and are not read by it. */
final class UnknownVariables {
    /*
     * A warning and never a problem, because others write such variables too. Kubernetes gives every pod WEIR_SERVICE_HOST, WEIR_PORT and more
     * once a Service is named weir, and WEIR_ADMIN_SERVICE_HOST and the like once one is named weir-admin; docker run --link does likewise.
     * These are told by name and value and pass in silence: WEIR_PORT=8080 is not among them, since theirs is a URL.
     */

    private static final String PREFIX = "WEIR_";

    private static final ConfigOrigin ORIGIN = ConfigOriginFactory.newSimple("environment");

    private static final Pattern OF_A_SERVICE =
            Pattern.compile("WEIR_(?:[A-Z0-9_]+_)?SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)");
    private static final Pattern OF_A_LINK =
            Pattern.compile("WEIR_(?:[A-Z0-9_]+_)?PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?");
    private static final Pattern LINK_URL = Pattern.compile("(?:tcp|udp|sctp)://.*");
    private static final Pattern OF_A_DOCKER_LINK = Pattern.compile("WEIR_(?:[A-Z0-9_]+_)?(?:NAME|ENV_\\w+)");

    /** Blocks whose keys have a name of the user in their path. */
    private static final Pattern BELOW_A_NAME = Pattern.compile("WEIR_(?:LISTENERS|BACKENDS)_.+");

    private final Map<String, String> variables;
    private final Collection<String> known;

    /** Of these variables; {@code known} are read. */
    UnknownVariables(Map<String, String> variables, Collection<String> known) {
        this.variables = new TreeMap<>(variables);
        this.known = known;
    }

    /** Warns of each, by name; those that the configuration takes by a substitution are left out. */
    void warn(Set<String> substituted, Problems problems) {
        variables.forEach((name, value) -> {
            boolean isOurs = name.toUpperCase(Locale.ROOT).startsWith(PREFIX);
            if (isOurs && !known.contains(name) && !substituted.contains(name) && !isForeign(name, value)) {
                warn(name, problems);
            }
        });
    }

    private void warn(String name, Problems problems) {
        if (BELOW_A_NAME.matcher(name).matches()) {
            problems.warn(
                    ORIGIN,
                    name,
                    "ignored: keys below a name that you chose have no variable",
                    "a substitution in the file, such as bind = ${" + name + "}",
                    name,
                    List.of());
        } else {
            problems.warn(
                    ORIGIN,
                    name,
                    "ignored: no such variable",
                    "the variable of a key in docs/configuration.md",
                    name,
                    known);
        }
    }

    private boolean isForeign(String name, String value) {
        boolean isOfALink = OF_A_LINK.matcher(name).matches();
        return OF_A_SERVICE.matcher(name).matches()
                || (isOfALink && !name.endsWith("PORT"))
                || (isOfALink && (LINK_URL.matcher(value).matches() || isPortOfALink(name)))
                || (OF_A_DOCKER_LINK.matcher(name).matches() && hasDockerLink());
    }

    private static boolean isPortOfALink(String name) {
        return name.matches(".*_\\d+_(?:TCP|UDP|SCTP)_PORT");
    }

    /** Docker writes the name of a linked container with a slash before it. */
    private boolean hasDockerLink() {
        return variables.entrySet().stream()
                .anyMatch(variable -> variable.getKey().matches("WEIR_(?:[A-Z0-9_]+_)?NAME")
                        && variable.getValue().startsWith("/"));
    }
}
