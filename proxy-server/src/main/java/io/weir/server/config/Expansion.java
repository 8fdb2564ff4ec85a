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
     *
     * The library does not tell what is in a value that is laid over another or put together of several: a reference to something in it counts as
     * the whole. If such a value refers to a name that it has itself, each reference may double it.
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
    private final Bounds bounds;
    private final long most;
    private final ConfigOrigin root;
    private Optional<Fault> fault = Optional.empty();

    private Expansion(ConfigOrigin root, Map<String, String> variables, Bounds bounds) {
        this.root = root;
        this.variables = variables;
        this.bounds = bounds;
        most = bounds.bytes();
    }

    /** Reckons what a configuration becomes. */
    static Expansion of(ConfigObject unresolved, Map<String, String> variables, Bounds bounds) {
        Expansion expansion = new Expansion(unresolved.origin(), variables, bounds);
        expansion.collect("", unresolved);
        expansion.size("", 0);
        return expansion;
    }

    /** What is wrong with the size, if something is. */
    Optional<Fault> fault() {
        return fault;
    }

    /** Characters of all values, at most, where nothing is wrong. */
    long characters() {
        return sizes.getOrDefault("", 0L);
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
            return 0;
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
            refuse(path, "substitutions that become too much", "at most " + most + " characters, " + bounds.why());
        }
        return size;
    }

    private long ofText(String path, ConfigValue value, int chain) {
        if (isPlain(value)) {
            return String.valueOf(value.unwrapped()).length();
        }
        Inner inner = new Inner(path, value.render(TEXT));
        long below = 0;
        for (SubstitutionText.Layer layer : new SubstitutionText(path, inner.text).layers()) {
            long size = layer.length();
            boolean buildsOnBelow = false;
            for (String reference : layer.references()) {
                boolean own = reference.equals(path);
                buildsOnBelow |= own;
                size += own ? below : ofReference(reference, inner, chain);
                if (size > most) {
                    return size;
                }
            }
            below = buildsOnBelow ? size : below + size;
        }
        return inner.with(below, most);
    }

    /** What a value refers to in itself. */
    private static final class Inner {
        private final String path;
        private final String text;
        private long copies = 1;
        private int doublings;

        Inner(String path, String text) {
            this.path = path;
            this.text = text;
        }

        void refersTo(String name) {
            if (text.contains(ConfigUtil.quoteString(name))) {
                doublings++;
            } else {
                copies++;
            }
        }

        /** The size with these references, or one that is more than the most. */
        long with(long size, long most) {
            long all = size * copies;
            for (int i = 0; i < doublings && all <= most; i++) {
                all *= 2;
            }
            return all;
        }
    }

    // In an included file the library looks for a path below the block that includes it first, then from the root.
    private long ofReference(String reference, Inner inner, int chain) {
        List<String> names = names(reference);
        long size = 0;
        for (int from = 0; from < names.size(); from++) {
            List<String> rest = names.subList(from, names.size());
            List<String> known = known(rest);
            String path = ConfigUtil.joinPath(known.isEmpty() ? rest : known);
            if (known.size() == rest.size()) {
                return size + size(path, chain + 2);
            }
            if (known.isEmpty()) {
                size += variables.getOrDefault(path, "").length();
            } else if (path.equals(inner.path)) {
                inner.refersTo(rest.get(known.size()));
            } else if (children.getOrDefault(path, List.of()).isEmpty()) {
                size += size(path, chain + 2);
            }
        }
        return size;
    }

    /** The longest beginning of a path that is the path of a value. */
    private List<String> known(List<String> names) {
        StringBuilder path = new StringBuilder();
        int count = 0;
        while (count < names.size()) {
            path.append(count == 0 ? "" : ".").append(ConfigUtil.joinPath(names.get(count)));
            if (!values.containsKey(path.toString())) {
                break;
            }
            count++;
        }
        return names.subList(0, count);
    }

    private static List<String> names(String reference) {
        try {
            return ConfigUtil.splitPath(reference);
        } catch (ConfigException noPath) {
            return List.of(reference);
        }
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
