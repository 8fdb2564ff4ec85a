package io.weir.server.metrics;

import io.weir.GenerationStatus;
import java.util.Set;
import java.util.TreeMap;

/** The configurations in use, and the one that may become current next, by the numbers of their generations. For one thread at a time. */
final class Configurations {

    private final TreeMap<Long, Configured> all = new TreeMap<>();
    private Configured union = Configured.union(Set.of());

    /** Adds the configuration of a generation that is current from now on, or is about to be; in place of one of that number that did not become so. */
    void add(long number, Configured configured) {
        all.put(number, configured);
        union = Configured.union(all.values());
    }

    /** Forgets the generations that are over. One that is newer than the current one stays. */
    void keep(GenerationStatus status) {
        if (all.headMap(status.current(), true).keySet().retainAll(Set.copyOf(status.inUse()))) {
            union = Configured.union(all.values());
        }
    }

    /** The names in all of them. */
    Configured union() {
        return union;
    }
}
