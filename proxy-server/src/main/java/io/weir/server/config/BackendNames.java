package io.weir.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names of the backends that there are, and which of them something uses. */
final class BackendNames {

    private final List<Section> sections;
    private final List<String> names;
    private final Set<String> used = new HashSet<>();

    BackendNames(List<Section> sections) {
        this.sections = sections;
        this.names = sections.stream().map(Section::name).toList();
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
            section.refuse(
                    key,
                    "the name of a backend: " + (names.isEmpty() ? "there is none" : ValueTypes.inWords(names)),
                    names);
        }
        return exists;
    }

    void warnOfUnused() {
        sections.stream()
                .filter(section -> !used.contains(section.name()))
                .forEach(section -> section.warn("unused backend", "a listener or route that names it"));
    }
}
