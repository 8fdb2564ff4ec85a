package io.weir.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rings of top-level classes: sets in which each class depends on each other one, directly or through others of the set. What a nested class
 * depends on counts for its top-level class, and so does what a sealed type permits.
 */
final class ClassRings {

    private final Map<String, Set<String>> targets = new TreeMap<>();

    ClassRings(JavaClasses classes) {
        for (JavaClass origin : classes) {
            Set<String> found = targets.computeIfAbsent(topLevel(origin), name -> new TreeSet<>());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                found.add(topLevel(dependency.getTargetClass().getBaseComponentType()));
            }
            // ArchUnit does not count the classes that a sealed type permits.
            for (Class<?> permitted : permittedBy(origin)) {
                found.add(topLevel(classes.get(permitted)));
            }
        }
        targets.values().forEach(found -> found.retainAll(targets.keySet()));
    }

    /** The rings of more than {@code size} classes, each as the sorted full names of its members. */
    List<Set<String>> largerThan(int size) {
        Map<String, Set<String>> reached = new HashMap<>();
        targets.keySet().forEach(name -> reached.put(name, reachedFrom(name)));
        List<Set<String>> rings = new ArrayList<>();
        for (String name : targets.keySet()) {
            Set<String> ring = new TreeSet<>(reached.get(name));
            ring.removeIf(other -> !reached.get(other).contains(name));
            if (ring.size() > size && !rings.contains(ring)) {
                rings.add(ring);
            }
        }
        return rings;
    }

    private Set<String> reachedFrom(String start) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(targets.get(start));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                open.addAll(targets.get(next));
            }
        }
        return reached;
    }

    private static Class<?>[] permittedBy(JavaClass origin) {
        return Optional.ofNullable(origin.reflect().getPermittedSubclasses()).orElse(new Class<?>[0]);
    }

    private static String topLevel(JavaClass javaClass) {
        JavaClass outer = javaClass;
        for (Optional<JavaClass> next = outer.getEnclosingClass(); next.isPresent(); next = outer.getEnclosingClass()) {
            outer = next.get();
        }
        return outer.getName();
    }
}
