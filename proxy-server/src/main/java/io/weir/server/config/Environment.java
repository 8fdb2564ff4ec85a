package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
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

    /** A variable that gives a key a value. */
    record Given(String variable, Key<?> key, ConfigValue value) {

        /** The configuration with this value in the place of what was there. */
        Config over(Config config) {
            // The library would put the value in the place of a block that is a substitution.
            return isWithinBlocks(config)
                    ? within(config.root(), ConfigUtil.splitPath(key.path())).toConfig()
                    : value.atPath(key.path()).withFallback(config);
        }

        // The library names blocks that it adds by itself "withValue(...)", which problems would tell as their place.
        private ConfigObject within(ConfigObject block, List<String> path) {
            String name = path.get(0);
            if (path.size() == 1) {
                return block.withValue(name, value);
            }
            ConfigObject inner = block.get(name) instanceof ConfigObject known
                    ? known
                    : ConfigFactory.empty().root().withOrigin(block.origin());
            return block.withValue(name, within(inner, path.subList(1, path.size())));
        }

        /** Whether the blocks around the key are written out, or are not there: none of them is a substitution. */
        boolean isWithinBlocks(Config config) {
            try {
                return isWithinBlocks(config.root(), ConfigUtil.splitPath(key.path()));
            } catch (ConfigException.NotResolved substituted) {
                return false;
            }
        }

        // A block that is merged with a substitution throws NotResolved.
        private static boolean isWithinBlocks(ConfigObject block, List<String> path) {
            ConfigValue next = block.get(path.get(0));
            return path.size() == 1
                    || next == null
                    || (next instanceof ConfigObject inner && isWithinBlocks(inner, path.subList(1, path.size())));
        }
    }

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A configuration in which what the variables give stands in the place of what was there. An empty variable gives nothing. */
    Config over(Config config) {
        Config result = config;
        for (Given known : given()) {
            result = known.over(result);
        }
        return result;
    }

    /** Warns of keys of a file, resolved or not, to which the variables give another value. */
    void warnOfOutranked(Config file, Problems problems) {
        new OutrankedKeys(given()).warn(file, problems);
    }

    private List<Given> given() {
        List<Given> given = new ArrayList<>();
        KEYS.forEach((variable, key) -> {
            String value = variables.getOrDefault(variable, "").strip();
            if (!value.isEmpty()) {
                given.add(new Given(variable, key, ConfigValueFactory.fromAnyRef(value, variable)));
            }
        });
        return given;
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
