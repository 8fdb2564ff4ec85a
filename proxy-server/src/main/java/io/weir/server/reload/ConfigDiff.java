package io.weir.server.reload;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import io.weir.server.config.ShownConfig;
import io.weir.server.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells in words how two configurations differ, each as the admin listener shows it: {@code backend api: server c added}, {@code backend api: server a: weight
 * 1 -> 3}, {@code timeouts.connect 5s -> 3s}. Of a secret it tells that it has changed, and no value.
 */
public final class ConfigDiff {

    private static final String LISTENERS = "listeners";
    private static final String BACKENDS = "backends";
    private static final String SERVERS = "servers";
    private static final int LONGEST_VALUE = 80;

    private final List<String> lines = new ArrayList<>();

    private ConfigDiff() {}

    /** The differences between two configurations, a line each; empty if there are none. */
    public static List<String> between(ShownConfig before, ShownConfig after) {
        return between(before.marked(), after.marked());
    }

    /** The same but for secrets, which are taken for equal. */
    public static List<String> besideSecrets(ShownConfig before, ShownConfig after) {
        return between(before.json(), after.json());
    }

    /** The differences between two blocks {@code weir} in JSON. */
    static List<String> between(String before, String after) {
        ConfigDiff diff = new ConfigDiff();
        diff.root(parse(before), parse(after));
        return List.copyOf(diff.lines);
    }

    private static ConfigObject parse(String json) {
        return ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                .root();
    }

    private void root(ConfigObject before, ConfigObject after) {
        for (String key : keys(before, after)) {
            switch (key) {
                case LISTENERS -> named("listener", before.get(key), after.get(key), this::plain);
                case BACKENDS -> named("backend", before.get(key), after.get(key), this::backend);
                default -> compare("", key, before.get(key), after.get(key));
            }
        }
    }

    /** Compares what two blocks of the same name say. */
    @FunctionalInterface
    private interface Blocks {
        void compare(String prefix, ConfigObject before, ConfigObject after);
    }

    // Blocks whose keys are names.
    private void named(String kind, @Nullable ConfigValue before, @Nullable ConfigValue after, Blocks blocks) {
        ConfigObject old = block(before);
        ConfigObject next = block(after);
        for (String name : keys(old, next)) {
            if (!old.containsKey(name)) {
                lines.add(kind + " " + name + " added");
            } else if (!next.containsKey(name)) {
                lines.add(kind + " " + name + " removed");
            } else {
                blocks.compare(kind + " " + name + ": ", block(old.get(name)), block(next.get(name)));
            }
        }
    }

    private void backend(String prefix, ConfigObject before, ConfigObject after) {
        for (String key : keys(before, after)) {
            if (key.equals(SERVERS)) {
                named(prefix + "server", before.get(key), after.get(key), this::plain);
            } else {
                compare(prefix, key, before.get(key), after.get(key));
            }
        }
    }

    private void plain(String prefix, ConfigObject before, ConfigObject after) {
        for (String key : keys(before, after)) {
            compare(prefix, key, before.get(key), after.get(key));
        }
    }

    private void compare(String prefix, String path, @Nullable ConfigValue before, @Nullable ConfigValue after) {
        if (before instanceof ConfigObject old && after instanceof ConfigObject next) {
            for (String key : keys(old, next)) {
                compare(prefix, path + "." + key, old.get(key), next.get(key));
            }
        } else if (before instanceof ConfigList old && after instanceof ConfigList next && holdsBlocks(old, next)) {
            elements(prefix, path, old, next);
        } else if (before == null || after == null) {
            ConfigValue there = before == null ? after : before;
            lines.add(prefix + path + " " + (before == null ? "added: " : "removed, was ") + text(there));
        } else if (!before.unwrapped().equals(after.unwrapped())) {
            String old = text(before);
            String next = text(after);
            lines.add(prefix + path + " " + (old.equals(next) ? old + " changed" : old + " -> " + next));
        }
    }

    private static boolean holdsBlocks(ConfigList before, ConfigList after) {
        return before.stream().anyMatch(ConfigObject.class::isInstance)
                || after.stream().anyMatch(ConfigObject.class::isInstance);
    }

    // Such as routes, by their number from 0, as the path in a problem has it. What stands equal at both ends is left
    // out: an element that is put in does not make those behind it different.
    private void elements(String prefix, String path, ConfigList before, ConfigList after) {
        int same = 0;
        int most = Math.min(before.size(), after.size());
        while (same < most && before.get(same).equals(after.get(same))) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < most - same
                && before.get(before.size() - 1 - sameEnd).equals(after.get(after.size() - 1 - sameEnd))) {
            sameEnd++;
        }
        int changedBefore = before.size() - same - sameEnd;
        int changedAfter = after.size() - same - sameEnd;
        for (int i = 0; i < Math.min(changedBefore, changedAfter); i++) {
            compare(prefix, path + "[" + (same + i) + "]", before.get(same + i), after.get(same + i));
        }
        if (changedAfter > changedBefore) {
            lines.add(prefix + numbers(path, same + changedBefore, same + changedAfter - 1) + " added");
        } else if (changedBefore > changedAfter) {
            lines.add(prefix + numbers(path, same + changedAfter, same + changedBefore - 1) + " removed");
        }
    }

    private static String numbers(String path, int first, int last) {
        return path + "[" + (first == last ? String.valueOf(first) : first + " to " + last) + "]";
    }

    private static ConfigObject block(@Nullable ConfigValue value) {
        return value instanceof ConfigObject object
                ? object
                : ConfigFactory.empty().root();
    }

    private static Set<String> keys(ConfigObject before, ConfigObject after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys;
    }

    private static String text(@Nullable ConfigValue value) {
        String text = value == null
                ? ""
                : value instanceof ConfigObject || value instanceof ConfigList
                        ? value.render(ConfigRenderOptions.concise())
                        : String.valueOf(value.unwrapped());
        return Excerpt.of(ShownConfig.withoutMarks(text), LONGEST_VALUE);
    }
}
