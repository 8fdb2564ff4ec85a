package io.weir.server.reload;

import io.weir.server.config.Footprint;
import io.weir.server.config.ProgramSettings;
import io.weir.server.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The heap that is set aside for configurations, and what those that are in use leave of it. Not thread-safe. */
final class ConfigRoom {

    private final long bytes;
    private final TreeMap<Long, Footprint> inUse = new TreeMap<>();

    /** Room of so many bytes, in which the configuration of a generation is in use. */
    ConfigRoom(long bytes, long generation, ProgramSettings settings) {
        this.bytes = bytes;
        add(generation, settings);
    }

    /** The configuration of a generation is in use from now on. */
    void add(long generation, ProgramSettings settings) {
        inUse.put(generation, settings.footprint());
    }

    /** Of all generations only these are still in use. */
    void keep(Set<Long> generations) {
        inUse.keySet().retainAll(generations);
    }

    /** Bytes of heap that the next configuration may take while it is read. */
    long left() {
        return Math.max(0, bytes - Footprint.together(inUse.values()));
    }

    /** Why there is no room for settings that have been read, if there is none: a sentence without a full stop. */
    Optional<String> whyNot(ProgramSettings next) {
        List<Footprint> all = new ArrayList<>(inUse.values());
        all.add(next.footprint());
        // The text is garbage once the settings are made, but may not be collected by then.
        long needed = Footprint.together(all) + next.size().readingBytes();
        if (needed <= bytes) {
            return Optional.empty();
        }
        String before = inUse.size() > 1 ? ", of " + (inUse.size() - 1) + " before it that exchanges still go by," : "";
        return Optional.of("heap: the settings and meters of this configuration, of the one that runs" + before
                + " and the reading of it come to " + Amounts.bytes(needed) + " (running: " + Amounts.bytes(bytes)
                + " set aside for configurations)");
    }
}
