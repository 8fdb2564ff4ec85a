package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys of a file to which variables of the environment give another value. */
final class OutrankedKeys {

    private final List<Environment.Given> given;

    private record Outranked(Environment.Given by, ConfigValue value) {}

    OutrankedKeys(List<Environment.Given> given) {
        this.given = given;
    }

    /**
     * Warns of each at its place in the file. Values are not told, since they may be secrets.
     *
     * @param file what the file says, resolved or not
     */
    void warn(Config file, Problems problems) {
        outranked(file)
                .forEach(key -> problems.warn(
                        key.value().origin(),
                        key.by().key().path(),
                        "not used, since the environment has " + key.by().variable(),
                        "one of the two; a variable wins over the file"));
    }

    // Most files can be asked without a resolution, which takes time and heap.
    private List<Outranked> outranked(Config file) {
        if (given.stream().allMatch(known -> known.isWithinBlocks(file))) {
            try {
                return differing(file);
            } catch (ConfigException.NotResolved substituted) {
                // The value of a key is a substitution.
            }
        }
        return differingOnceResolved(file);
    }

    private List<Outranked> differingOnceResolved(Config file) {
        try {
            return differing(file.resolve());
        } catch (ConfigException wrong) {
            // The load resolves the file as well, and tells what is wrong.
            return List.of();
        }
    }

    private List<Outranked> differing(Config file) {
        List<Outranked> differing = new ArrayList<>();
        for (Environment.Given known : given) {
            if (file.hasPath(known.key().path())) {
                ConfigValue value = file.getValue(known.key().path());
                if (!isSame(known.key(), value, known.value())) {
                    differing.add(new Outranked(known, value));
                }
            }
        }
        return differing;
    }

    private static <T> boolean isSame(Key<T> key, ConfigValue one, ConfigValue other) {
        Optional<T> read = key.type().read(one);
        return read.isPresent() && read.equals(key.type().read(other));
    }
}
