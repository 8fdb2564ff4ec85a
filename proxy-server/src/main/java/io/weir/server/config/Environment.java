package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys given by variables of the environment: {@code WEIR_BUFFERS_COUNT} is {@code weir.buffers.count}. Keys below a name that the
 * user chooses have none; a file can take them from variables of any name.
 */
final class Environment {
    /** What the launcher reads. */
    private static final Set<String> OF_THE_LAUNCHER =
            Set.of("WEIR_HEAP", "WEIR_JAR", "WEIR_JAVA_HOME", "WEIR_JAVA_OPTS");

    private static final Map<String, Key<?>> KEYS = Keys.all().stream()
            .filter(Environment::hasVariable)
            .collect(Collectors.toUnmodifiableMap(Environment::variable, Function.identity()));

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A configuration in which what the variables give stands in the place of what was there. An empty variable gives nothing. */
    Config over(Config config) {
        Config result = config;
        for (Map.Entry<String, Key<?>> key : KEYS.entrySet()) {
            String value = variables.getOrDefault(key.getKey(), "").strip();
            if (!value.isEmpty()) {
                result = result.withValue(key.getValue().path(), ConfigValueFactory.fromAnyRef(value, key.getKey()));
            }
        }
        return result;
    }

    /** Warns of variables that look as if they were for Weir and are not; those that the configuration substitutes are left out. */
    void warnOfUnknown(Set<String> substituted, Problems problems) {
        new UnknownVariables(variables, known()).warn(substituted, problems);
    }

    /** The variable that gives a key. */
    static String variable(Key<?> key) {
        return key.path().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether there is one. */
    static boolean hasVariable(Key<?> key) {
        return !key.path().contains("." + Section.ANY_NAME + ".");
    }

    private static Set<String> known() {
        return Stream.concat(KEYS.keySet().stream(), OF_THE_LAUNCHER.stream()).collect(Collectors.toSet());
    }
}
