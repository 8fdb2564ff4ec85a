package io.weir.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.weir.server.text.JsonWriter;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A configuration as a person may see it: what was given over what holds by default, with {@link Secrets} hidden. Immutable.
 *
 * <p>Routes are shown as they were given, because what they leave out holds in more than one place. What is {@code auto} stays so: the values
 * that were worked out are in {@code /status}, and below {@code --explain-memory}.
 */
public final class ShownConfig {

    /** Nothing. */
    public static final ShownConfig EMPTY = new ShownConfig("{}", "{}");

    private static final ConfigObject NOTHING = ConfigFactory.empty().root();

    private final String json;
    private final String marked;

    private ShownConfig(String json, String marked) {
        this.json = json;
        this.marked = marked;
    }

    /** The block {@code weir} as it was given, over the block that has every default. */
    static ShownConfig of(ConfigObject given, ConfigObject reference, Secrets secrets) {
        String shown = written(given, reference, secrets::shown);
        String marked = shown.contains(Secrets.HIDDEN) ? written(given, reference, secrets::marked) : shown;
        return new ShownConfig(shown, marked);
    }

    private static String written(ConfigObject given, ConfigObject reference, Leaves leaves) {
        Writer writer = new Writer(leaves);
        writer.described(given, reference);
        return writer.json.toString();
    }

    /** Gives the text of a value without structure. */
    @FunctionalInterface
    private interface Leaves {
        String text(ConfigValue value, Secrets.Naming naming);
    }

    /** The block {@code weir}, as JSON. */
    public String json() {
        return json;
    }

    /** The same with a mark in the place of each secret, equal for equal ones: to be compared within this process, and never shown. */
    public String marked() {
        return marked;
    }

    /** A text of {@link #marked} as a person may see it. */
    public static String withoutMarks(String marked) {
        return Secrets.withoutMarks(marked);
    }

    /** Whether there is a secret in it. */
    public boolean hasSecrets() {
        return !marked.equals(json);
    }

    private static ConfigValue valueOf(ConfigObject block, String name) {
        return Objects.requireNonNull(block.get(name), name);
    }

    /** Writes one configuration. */
    private static final class Writer {

        private final Leaves leaves;
        private final JsonWriter json = new JsonWriter();

        Writer(Leaves leaves) {
            this.leaves = leaves;
        }

        /** A block that the reference describes. */
        void described(ConfigObject given, ConfigObject reference) {
            boolean isNamed = reference.containsKey(Section.ANY_NAME);
            TreeSet<String> names = new TreeSet<>(given.keySet());
            if (!isNamed) {
                names.addAll(reference.keySet());
            }
            json.object();
            for (String name : names) {
                String model = isNamed ? Section.ANY_NAME : name;
                if (given.containsKey(name)) {
                    given(name, valueOf(given, name), reference.getOrDefault(model, NOTHING));
                } else if (isShownByDefault(valueOf(reference, model))) {
                    given(name, NOTHING, valueOf(reference, model));
                }
            }
            json.endObject();
        }

        private static boolean isShownByDefault(ConfigValue model) {
            boolean isBlocks =
                    model instanceof ConfigList list && !list.isEmpty() && list.get(0) instanceof ConfigObject;
            return model.valueType() != ConfigValueType.NULL && !isBlocks;
        }

        /** A value, or the default in the place of {@link #NOTHING}. */
        private void given(String name, ConfigValue value, ConfigValue model) {
            json.name(name);
            if (value instanceof ConfigObject block
                    && model instanceof ConfigObject described
                    && !described.isEmpty()) {
                described(block, described);
            } else if (value.equals(NOTHING)) {
                free(model, Secrets.Naming.HARMLESS);
            } else {
                free(value, Secrets.naming(name));
            }
        }

        /** A value whose keys the user chose, or that has none. */
        private void free(ConfigValue value, Secrets.Naming naming) {
            if (value instanceof ConfigObject block) {
                json.object();
                for (String name : new TreeSet<>(block.keySet())) {
                    json.name(name);
                    free(valueOf(block, name), naming.within(name));
                }
                json.endObject();
            } else if (value instanceof ConfigList list) {
                json.list();
                list.forEach(element -> free(element, naming));
                json.endList();
            } else {
                json.value(leaves.text(value, naming));
            }
        }
    }
}
