package io.weir.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Optional;

/** One value in a block whose keys the user chooses and nothing describes, such as the name of a header. */
final class Entry {

    private static final ValueType<String> TEXT = ValueTypes.text("a text");

    private final String path;
    private final String name;
    private final ConfigValue value;
    private final Problems problems;

    Entry(String blockPath, String name, ConfigValue value, Problems problems) {
        this.path = blockPath + "." + name;
        this.name = name;
        this.value = value;
        this.problems = problems;
    }

    /** The key that the user chose. */
    String name() {
        return name;
    }

    /** Where it stands. */
    ConfigOrigin origin() {
        return value.origin();
    }

    /** The value, if it has no structure. */
    Optional<String> text() {
        return TEXT.read(value);
    }

    /** What stands under {@code key}, if the value is a block with that key alone. */
    Optional<String> only(String key) {
        return value instanceof ConfigObject block && block.size() == 1 && block.containsKey(key)
                ? TEXT.read(block.get(key))
                : Optional.empty();
    }

    /** Notes that the value cannot stay. */
    void refuse(String expected) {
        problems.add(value.origin(), path, Section.quote(value), expected);
    }

    /** Notes that the key cannot stay. */
    void refuseName(String expected) {
        problems.add(value.origin(), path, name, expected);
    }
}
