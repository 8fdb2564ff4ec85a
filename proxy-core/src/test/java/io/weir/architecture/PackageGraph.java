package io.weir.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which packages use which, as the compiled classes say. Packages have their full names. The graph has no cycle, which the house rules hold. */
final class PackageGraph {

    private static final String ROOT = "io.weir";

    private final NavigableMap<String, NavigableSet<String>> used = new TreeMap<>();

    /** The graph of these classes and of those that they use, as far as they are Weir's. */
    PackageGraph(JavaClasses classes) {
        for (JavaClass type : classes) {
            NavigableSet<String> targets = used.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency ->
                            dependency.getTargetClass().getBaseComponentType().getPackageName())
                    .filter(name -> isOurs(name) && !name.equals(type.getPackageName()))
                    .forEach(targets::add);
        }
    }

    private static boolean isOurs(String name) {
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    /** All packages, by name. */
    NavigableSet<String> packages() {
        return new TreeSet<>(used.keySet());
    }

    /** The packages that {@code from} uses and reaches by no other package: the transitive reduction. */
    NavigableSet<String> nextBelow(String from) {
        NavigableSet<String> next = new TreeSet<>(usedBy(from));
        usedBy(from).forEach(below -> next.removeAll(allBelow(below)));
        return next;
    }

    /** The row of a package: one above the highest row of those that it uses, 0 if it uses none. */
    int row(String name) {
        return usedBy(name).stream().mapToInt(below -> row(below) + 1).max().orElse(0);
    }

    private NavigableSet<String> allBelow(String name) {
        NavigableSet<String> all = new TreeSet<>(usedBy(name));
        usedBy(name).forEach(below -> all.addAll(allBelow(below)));
        return all;
    }

    private NavigableSet<String> usedBy(String name) {
        return Objects.requireNonNullElse(used.get(name), Collections.emptyNavigableSet());
    }
}
