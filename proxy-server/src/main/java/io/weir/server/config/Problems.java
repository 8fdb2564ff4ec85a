package io.weir.server.config;

import com.typesafe.config.ConfigOrigin;
import io.weir.server.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong, so that all of it can be told at once. */
final class Problems {

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private boolean lacksFile;

    void add(ConfigOrigin origin, String path, String found, String expected) {
        errors.add(problem(origin, path, found, expected, Optional.empty()));
    }

    /** A file of the configuration could not be read, which is noted by itself: from now on nothing counts as lacking. */
    void lackFile() {
        lacksFile = true;
    }

    /** Notes that something is not there, unless a file that may hold it could not be read. */
    void addLacking(ConfigOrigin origin, String path, String found, String expected) {
        if (!lacksFile) {
            add(origin, path, found, expected);
        }
    }

    /** Whether a file of the configuration could not be read. */
    boolean lacksFile() {
        return lacksFile;
    }

    /** Also suggests the one of {@code words} that is nearest to {@code typed}, if one is near. */
    void add(ConfigOrigin origin, String path, String found, String expected, String typed, Collection<String> words) {
        errors.add(problem(origin, path, found, expected, Nearest.to(typed, words)));
    }

    void warn(ConfigOrigin origin, String path, String found, String expected) {
        warnings.add(problem(origin, path, found, expected, Optional.empty()));
    }

    /** Also suggests the one of {@code words} that is nearest to {@code typed}, if one is near. */
    void warn(ConfigOrigin origin, String path, String found, String expected, String typed, Collection<String> words) {
        warnings.add(problem(origin, path, found, expected, Nearest.to(typed, words)));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    List<Problem> errors() {
        return inOrder(errors);
    }

    List<Problem> warnings() {
        return inOrder(warnings);
    }

    private static Problem problem(
            ConfigOrigin origin, String path, String found, String expected, Optional<String> suggestion) {
        return new Problem(Problem.Place.of(origin), path, found, expected, suggestion);
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        // Not Comparator.comparing: its lambda is serializable, so it cannot be in an AOT cache.
        return problems.stream()
                .sorted((one, other) -> one.place().compareTo(other.place()))
                .toList();
    }
}
