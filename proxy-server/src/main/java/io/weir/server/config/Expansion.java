package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large a configuration becomes when its substitutions are put in, reckoned before that is done: a dozen lines that each use the one before
 * twice can become more than any heap holds.
 */
final class Expansion {
    /*
     * The size of a value is the length of its text, with the size of what each substitution stands for. A value whose definitions are laid over
     * each other is rendered by the library with the lowest first, separated by commas; in an upper one the value's own name stands for those
     * below. The reckoning errs upwards only.
     */

    /** What is wrong with a value. */
    record Fault(ConfigOrigin origin, String path, String found, String expected) {}

    private static final ConfigRenderOptions TEXT = ConfigRenderOptions.concise();
    private static final long UNKNOWN = -1;
    private static final long BEING_RECKONED = -2;

    private final Map<String, ConfigValue> values = new HashMap<>();
    private final Map<String, List<String>> children = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, String> variables;
    private final long most;
    private final ConfigOrigin root;
    private Optional<Fault> fault = Optional.empty();

    private Expansion(ConfigOrigin root, Map<String, String> variables, long most) {
        this.root = root;
        this.variables = variables;
        this.most = most;
    }

    /** What is wrong with the size, if something is. */
    static Optional<Fault> fault(ConfigObject unresolved, Map<String, String> variables, long most) {
        Expansion expansion = new Expansion(unresolved.origin(), variables, most);
        expansion.collect("", unresolved);
        expansion.size("", 0);
        return expansion.fault;
    }

    private void collect(String path, ConfigValue value) {
        values.put(path, value);
        List<String> below = new ArrayList<>();
        children.put(path, below);
        if (value instanceof ConfigObject block) {
            try {
                block.forEach((name, child) -> {
                    String childPath =
                            path.isEmpty() ? ConfigUtil.joinPath(name) : path + "." + ConfigUtil.joinPath(name);
                    below.add(childPath);
                    collect(childPath, child);
                });
            } catch (ConfigException.NotResolved laidOver) {
                below.clear();
            }
        }
    }

    private long size(String path, int chain) {
        long known = sizes.getOrDefault(path, UNKNOWN);
        if (known >= 0 || fault.isPresent()) {
            return Math.max(0, known);
        }
        ConfigValue value = values.get(path);
        if (value == null) {
            return variables.getOrDefault(path, "").length();
        }
        if (known == BEING_RECKONED) {
            if (children.getOrDefault(path, List.of()).isEmpty()) {
                refuse(path, "a substitution that comes back to itself by way of another", "values that do not");
            }
            return 0;
        }
        if (chain > 2 * Bounds.CHAIN + Bounds.DEPTH) {
            refuse(path, "a chain of substitutions", "at most " + Bounds.CHAIN + " that lead to each other");
            return 0;
        }
        sizes.put(path, BEING_RECKONED);
        List<String> below = children.getOrDefault(path, List.of());
        long size = below.isEmpty() ? ofText(path, value, chain) : 0;
        for (String child : below) {
            size += child.length() + size(child, chain + 1);
        }
        sizes.put(path, size);
        if (size > most) {
            refuse(
                    path,
                    "substitutions that become too much",
                    "at most " + most + " characters, for a heap of this size");
        }
        return size;
    }

    private long ofText(String path, ConfigValue value, int chain) {
        if (isPlain(value)) {
            return String.valueOf(value.unwrapped()).length();
        }
        SubstitutionText text = new SubstitutionText(value.render(TEXT));
        long below = 0;
        for (SubstitutionText.Layer layer : text.layers()) {
            long size = layer.length();
            boolean buildsOnBelow = false;
            for (String reference : layer.references()) {
                boolean own = reference.equals(path);
                buildsOnBelow |= own;
                size += own ? below : ofReference(reference, chain);
                if (size > most) {
                    return size;
                }
            }
            below = buildsOnBelow ? size : below + size;
        }
        return below;
    }

    // In an included file the library looks for a path below the block that includes it first, then from the root.
    private long ofReference(String reference, int chain) {
        String path = reference;
        while (!values.containsKey(path) && path.indexOf('.') > 0) {
            path = path.substring(path.indexOf('.') + 1);
        }
        return size(values.containsKey(path) ? path : reference, chain + 2);
    }

    private static boolean isPlain(ConfigValue value) {
        try {
            return value.valueType() != ConfigValueType.LIST && value.valueType() != ConfigValueType.OBJECT;
        } catch (ConfigException.NotResolved substitution) {
            return false;
        }
    }

    private void refuse(String path, String found, String expected) {
        if (fault.isEmpty()) {
            ConfigValue value = values.get(path);
            fault = Optional.of(new Fault(value == null ? root : value.origin(), path, found, expected));
        }
    }
}
