package io.weir.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.weir.server.text.Excerpt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One block of a configuration beside the same block of {@code reference.conf}, which says what may stand in it and what holds
 * where nothing does. Reading never fails: what is wrong goes to the problems, and the default is read instead.
 */
final class Section {

    /** The block of the reference that describes all blocks of the user's naming. */
    static final String ANY_NAME = "NAME";

    /** The block that everything of this program stands in. */
    private static final String PROGRAM = "weir";

    private static final int LONGEST_QUOTE = 80;

    private final String path;
    private final String place;
    private final ConfigObject given;
    private final ConfigObject reference;
    private final Problems problems;

    private Section(String path, String place, ConfigObject given, ConfigObject reference, Problems problems) {
        this.path = path;
        this.place = place;
        this.given = given;
        this.reference = reference;
        this.problems = problems;
        if (!hasNamedBlocks()) {
            refuseUnknownKeys();
        }
    }

    /** The outermost block. */
    static Section root(ConfigObject given, ConfigObject reference, Problems problems) {
        return new Section("", "", given, reference, problems);
    }

    /** The last word of this block's path: the name, where the user chose it. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Whether the user gave this key. */
    boolean has(Key<?> key) {
        return given.containsKey(key.name());
    }

    /** Whether the user gave a key or a block of that name. */
    boolean has(String name) {
        return given.containsKey(name);
    }

    /** Whether the user gave no block of that name, or one with nothing in it. */
    boolean isBlank(String name) {
        ConfigValue value = given.get(name);
        return value == null || (value instanceof ConfigObject block && block.isEmpty());
    }

    /** The value of a key that has a default. */
    <T> T value(Key<T> key) {
        return optional(key).orElseGet(() -> fromReference(key).orElseThrow());
    }

    /** The value of a key; if it is neither given nor has a default, that is a problem. */
    <T> Optional<T> required(Key<T> key) {
        if (!has(key)) {
            problems.addLacking(
                    given.origin(), pathOf(key.name()), "missing", key.type().expected());
        }
        return optional(key);
    }

    /** The value of a key, or else its default, or else nothing. */
    <T> Optional<T> optional(Key<T> key) {
        checkPlace(key);
        if (!has(key)) {
            return fromReference(key);
        }
        ConfigValue value = valueOf(given, key.name());
        Optional<T> read = key.type().read(value);
        if (read.isEmpty()) {
            refuse(key, key.type().expectedFor(value), key.type().words());
        }
        return read;
    }

    /** Notes that the value of a key, given or by default, cannot stay. */
    void refuse(Key<?> key, String expected) {
        refuse(key, expected, List.of());
    }

    /** Also suggests the nearest of {@code words}. */
    void refuse(Key<?> key, String expected, Collection<String> words) {
        ConfigOrigin origin = given.getOrDefault(key.name(), given).origin();
        String found = quote(key.name(), has(key) ? valueOf(given, key.name()) : valueOf(reference, key.name()));
        problems.add(origin, pathOf(key.name()), found, expected, found, words);
    }

    /** Notes that one word in the value of a key cannot stay, and suggests the nearest of {@code words}. */
    void refuseWord(Key<?> key, String word, List<String> words) {
        ConfigOrigin origin = given.getOrDefault(key.name(), given).origin();
        String found = quote(key.name(), ConfigValueFactory.fromAnyRef(word));
        problems.add(origin, pathOf(key.name()), found, ValueTypes.inWords(words), word, words);
    }

    /** Notes that this block as a whole cannot stay. */
    void refuse(String found, String expected) {
        problems.add(given.origin(), path, found, expected);
    }

    /** Notes that the value of a key names nothing that there is, and suggests the nearest of {@code words}. */
    void refuseName(Key<?> key, String expected, Collection<String> words) {
        if (!problems.lacksFile()) {
            refuse(key, expected, words);
        }
    }

    /** Notes that the block of that name in this one is not there, or has nothing in it. */
    void refuse(String name, String found, String expected) {
        ConfigValue value = given.getOrDefault(name, given);
        problems.addLacking(value.origin(), pathOf(name), found, expected);
    }

    /** Notes something about this block that a person should look at. */
    void warn(String found, String expected) {
        problems.warn(given.origin(), path, found, expected);
    }

    /** Notes something about the value of a key that a person should look at. */
    void warn(Key<?> key, String found, String expected) {
        problems.warn(given.getOrDefault(key.name(), given).origin(), pathOf(key.name()), found, expected);
    }

    /** The value that is given for a key, for a message: without secrets, and cut off. */
    String quoted(Key<?> key) {
        return quote(key.name(), valueOf(given, key.name()));
    }

    /** This block as a person may see it. */
    ShownConfig shown() {
        // The library takes substitutions from the environment of the process, and from no other.
        return ShownConfig.of(given, reference, Secrets.ofProcess());
    }

    /** The block of that name, empty if it is not given. */
    Section section(String name) {
        return child(name, name);
    }

    /** The blocks of the user's naming in the block of that name, in the order of their names. */
    List<Section> blocks(String name) {
        Section parent = section(name);
        List<Section> children = new ArrayList<>();
        for (String childName : new TreeMap<>(parent.given).keySet()) {
            ConfigValue value = valueOf(parent.given, childName);
            if (!ValueTypes.NAME.matcher(childName).matches()) {
                parent.problems.add(value.origin(), parent.path, childName, ValueTypes.NAME_EXPECTED);
            } else if (value instanceof ConfigObject) {
                children.add(parent.child(childName, ANY_NAME));
            } else {
                parent.refuseNoBlock(childName, value);
            }
        }
        return children;
    }

    /** The blocks of a list. */
    List<Section> elements(Key<ConfigList> key) {
        List<Section> elements = new ArrayList<>();
        if (has(key)) {
            optional(key).ifPresent(list -> list.forEach(value -> elements.add(element(key, elements.size(), value))));
        }
        return elements;
    }

    /** The values of a block whose keys the user chooses, in the order of their lines, then of their keys. */
    List<Entry> entries(Key<ConfigObject> key) {
        List<Entry> entries = new ArrayList<>();
        optional(key)
                .ifPresent(block -> block.forEach((name, value) -> entries.add(new Entry(
                        new Entry.Block(pathOf(key.name()), Secrets.naming(key.name())), name, value, problems))));
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.origin().lineNumber())
                .thenComparing(Entry::name));
        return entries;
    }

    private Section element(Key<ConfigList> key, int index, ConfigValue value) {
        ConfigObject model = (ConfigObject) ((ConfigList) valueOf(reference, key.name())).get(0);
        String elementPath = pathOf(key.name()) + "[" + index + "]";
        return new Section(elementPath, key.path(), asBlock(value, elementPath), model, problems);
    }

    private Section child(String name, String nameInReference) {
        ConfigObject model = (ConfigObject) valueOf(reference, nameInReference);
        ConfigObject block = given.containsKey(name) ? asBlock(valueOf(given, name), pathOf(name)) : nothing();
        return new Section(pathOf(name), join(place, nameInReference), block, model, problems);
    }

    private void refuseNoBlock(String name, ConfigValue value) {
        problems.add(
                value.origin(),
                pathOf(name),
                quote(name, value),
                "a block { ... }, since " + name + " stands where a name that you choose does");
    }

    private ConfigObject asBlock(ConfigValue value, String where) {
        if (value instanceof ConfigObject block) {
            return block;
        }
        problems.add(
                value.origin(), where, quote(where.substring(where.lastIndexOf('.') + 1), value), "a block { ... }");
        return nothing();
    }

    /** An empty block that says it comes from where this one does. */
    private ConfigObject nothing() {
        return ConfigValueFactory.fromMap(Map.of()).withOrigin(given.origin());
    }

    private boolean hasNamedBlocks() {
        return reference.containsKey(ANY_NAME);
    }

    private void refuseUnknownKeys() {
        for (String name : given.keySet()) {
            if (!reference.containsKey(name)) {
                refuseUnknownKey(name, valueOf(given, name).origin());
            }
        }
    }

    private void refuseUnknownKey(String name, ConfigOrigin origin) {
        String instead = Keys.DEAD.get(join(place, name));
        if (instead != null) {
            problems.add(origin, pathOf(name), "no longer a key", instead);
            return;
        }
        List<String> known = reference.keySet().stream().sorted().toList();
        if (path.isEmpty() && weirHas(name)) {
            problems.add(origin, name, "unknown key", "weir." + name + ", within the block weir { ... }");
            return;
        }
        problems.add(origin, pathOf(name), "unknown key", ValueTypes.inWords(known), name, known);
    }

    private boolean weirHas(String name) {
        return reference.get(PROGRAM) instanceof ConfigObject program && program.containsKey(name);
    }

    private <T> Optional<T> fromReference(Key<T> key) {
        ConfigValue value = valueOf(reference, key.name());
        return value.valueType() == ConfigValueType.NULL
                ? Optional.empty()
                : key.type().read(value);
    }

    private void checkPlace(Key<?> key) {
        if (!key.section().equals(place)) {
            throw new IllegalStateException(key.path() + " is not a key of " + place);
        }
    }

    /** The path of a key of this block. */
    String pathOf(String name) {
        return join(path, name);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static ConfigValue valueOf(ConfigObject block, String name) {
        return Objects.requireNonNull(block.get(name), name);
    }

    // A structure inherits the naming of its block, such as a list of tokens in the block of their files.
    private String quote(String name, ConfigValue value) {
        boolean hasStructure = value instanceof ConfigObject || value instanceof ConfigList;
        Secrets.Naming outer = hasStructure ? Secrets.naming(name()) : Secrets.Naming.HARMLESS;
        return quote(value, outer.within(name));
    }

    /** A value for a message, without secrets; {@code naming} is what its name tells. */
    static String quote(ConfigValue given, Secrets.Naming naming) {
        ConfigValue value = Secrets.ofProcess().hidden(given, naming);
        String text = value.valueType() == ConfigValueType.STRING
                ? String.valueOf(value.unwrapped())
                : value.render(ConfigRenderOptions.concise());
        if (text.isEmpty()) {
            return "\"\"";
        }
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return Excerpt.of(printable, LONGEST_QUOTE);
    }
}
