package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Finds every substitution of a configuration that names nothing: the library stops at the first, and tells neither key nor hint. */
final class UnresolvedSubstitutions {

    private static final ConfigRenderOptions TEXT = ConfigRenderOptions.concise();
    private static final ConfigResolveOptions ALLOWED =
            ConfigResolveOptions.defaults().setAllowUnresolved(true);

    private final ConfigObject root;
    private final Collection<String> variables;
    private final Problems problems;
    private final Collection<String> names;

    private UnresolvedSubstitutions(ConfigObject root, Collection<String> variables, Problems problems) {
        this.root = root;
        this.variables = variables;
        this.problems = problems;
        this.names = new TreeSet<>(variables);
    }

    /** Notes each of them, with the value that it stands in. Returns whether there is one. */
    static boolean report(Config unresolved, Collection<String> variables, Problems problems) {
        // As it stands, a value that only leads to such a substitution is not one itself. What is laid over another
        // value is seen only once
        // the rest is put in.
        return new UnresolvedSubstitutions(unresolved.root(), variables, problems).report()
                || new UnresolvedSubstitutions(unresolved.resolve(ALLOWED).root(), variables, problems).report();
    }

    private boolean report() {
        List<Unresolved> found = new ArrayList<>();
        collect("", root, found);
        return found.stream().filter(this::report).count() > 0;
    }

    /** A value that is not resolved. */
    private record Unresolved(String path, ConfigValue value) {}

    private void collect(String path, ConfigValue value, List<Unresolved> found) {
        try {
            if (!path.isEmpty()) {
                names.add(path);
            }
            value.valueType();
            if (value instanceof ConfigObject block) {
                block.forEach((name, child) -> collect(join(path, ConfigUtil.joinPath(name)), child, found));
            } else if (value instanceof ConfigList list) {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "[" + i + "]", list.get(i), found);
                }
            }
        } catch (ConfigException.NotResolved substitution) {
            found.add(new Unresolved(path, value));
        }
    }

    private boolean report(Unresolved unresolved) {
        List<String> wrong = new SubstitutionText(
                        unresolved.path(), unresolved.value().render(TEXT))
                .required().stream()
                        .distinct()
                        .filter(name -> name.equals(unresolved.path()) || !exists(name))
                        .toList();
        wrong.forEach(name -> problems.add(
                unresolved.value().origin(),
                unresolved.path(),
                "${" + name + "} names nothing",
                "a path of this configuration or a variable of the environment, or ${?" + name
                        + "} if it may be missing",
                name,
                candidates(unresolved.path())));
        return !wrong.isEmpty();
    }

    private List<String> candidates(String own) {
        return names.stream().filter(name -> !name.equals(own)).toList();
    }

    /** In an included file the library looks for a path below the block that includes it first, then from the root. */
    private boolean exists(String reference) {
        try {
            List<String> path = ConfigUtil.splitPath(reference);
            return IntStream.range(0, path.size())
                    .mapToObj(from -> path.subList(from, path.size()))
                    .anyMatch(rest -> variables.contains(String.join(".", rest)) || isValue(rest));
        } catch (ConfigException unresolvedItself) {
            return true;
        }
    }

    private boolean isValue(List<String> path) {
        Optional<ConfigValue> value = Optional.of(root);
        for (String name : path) {
            value = value.filter(ConfigObject.class::isInstance).map(block -> ((ConfigObject) block).get(name));
        }
        return value.isPresent();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
