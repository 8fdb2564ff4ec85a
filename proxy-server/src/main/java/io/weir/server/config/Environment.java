package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValueFactory;
import io.weir.server.text.Nearest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keys given by variables of the environment: {@code WEIR_BUFFERS_COUNT} is {@code weir.buffers.count}. Keys below a name that the
 * user chooses have none; a file can take them from variables of any name.
 */
final class Environment {
    /*
     * A variable that is no key is no error, because others write such variables too: Kubernetes gives every pod WEIR_PORT and
     * WEIR_SERVICE_HOST once a Service is named weir. Only what looks like a slip is told.
     */

    private static final String PREFIX = "WEIR_";

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

    /** Warns of variables that are no key, but nearly. */
    void warnOfSlips(Problems problems) {
        for (String name : variables.keySet()) {
            if (name.startsWith(PREFIX) && !KEYS.containsKey(name) && !OF_THE_LAUNCHER.contains(name)) {
                Optional<String> near = Nearest.to(name.substring(PREFIX.length()), words());
                near.ifPresent(word -> problems.warn(
                        ConfigOriginFactory.newSimple("environment"), name, "no such variable", PREFIX + word));
            }
        }
    }

    /** The variable that gives a key. */
    static String variable(Key<?> key) {
        return key.path().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether there is one. */
    static boolean hasVariable(Key<?> key) {
        return !key.path().contains("." + Section.ANY_NAME + ".");
    }

    private static Set<String> words() {
        return KEYS.keySet().stream()
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }
}
