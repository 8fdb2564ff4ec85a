package io.weir.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Optional;

/** One value in a block whose keys the user chooses and nothing describes, such as the name of a header. */
final class Entry {

    private static final ValueType<String> TEXT = ValueTypes.text("a text");

    /** The block that it stands in: its path, and what its name tells. */
    record Block(String path, Secrets.Naming naming) {}

    private final String path;
    private final Secrets.Naming naming;
    private final String name;
    private final ConfigValue value;
    private final Problems problems;

    Entry(Block block, String name, ConfigValue value, Problems problems) {
        this.path = block.path() + "." + name;
        this.naming = block.naming().within(name);
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
        problems.add(value.origin(), path, Section.quote(value, naming), expected);
    }

    /** The same where {@code why} may quote a part of the value: it is left out where the value is a secret. */
    void refuse(String expected, String why) {
        refuse(naming == Secrets.Naming.SECRET ? expected : expected + ", but " + why);
    }

    /** Notes that the key cannot stay. */
    void refuseName(String expected) {
        problems.add(value.origin(), path, name, expected);
    }
}
