package io.weir.server.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the backends that there are, and which of them something uses. */
final class BackendNames {

    // So that many wrong names among many backends stay cheap to tell.
    private static final int MOST_TOLD = 20;
    private static final int MOST_COMPARED = 100;

    private final List<Section> sections;
    private final Set<String> names;
    private final Set<String> used = new HashSet<>();

    BackendNames(List<Section> sections) {
        this.sections = sections;
        this.names = sections.stream().map(Section::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The backend that the key of the section names, if there is one of that name. If there is none, that is noted. */
    Optional<String> of(Section section, Key<String> key) {
        return section.optional(key).filter(name -> use(section, key, name));
    }

    /** Whether there is a backend of that name, which the key of the section names. If not, that is noted. */
    private boolean use(Section section, Key<String> key, String name) {
        boolean exists = names.contains(name);
        if (exists) {
            used.add(name);
        } else {
            section.refuseName(
                    key,
                    "the name of a backend: " + (names.isEmpty() ? "there is none" : inWords()),
                    names.stream().limit(MOST_COMPARED).toList());
        }
        return exists;
    }

    private String inWords() {
        return names.size() <= MOST_TOLD ? ValueTypes.inWords(List.copyOf(names)) : "one of " + names.size();
    }

    void warnOfUnused() {
        sections.stream()
                .filter(section -> !used.contains(section.name()))
                .forEach(section -> section.warn("unused backend", "a listener or route that names it"));
    }
}
