package io.weir.server.reload;

import io.weir.server.config.ConfigSize;
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

    /** Bytes of heap that the next configuration may take while it is read: old ones give way to it. */
    long left() {
        return Math.max(0, bytes - inUse.lastEntry().getValue().bytes());
    }

    /** Why there is no room for settings that have been read beside those that run, if there is none: a sentence without a full stop. */
    Optional<String> whyNot(ProgramSettings next) {
        long needed = needed(next.footprint(), next.size(), 1);
        return needed <= bytes
                ? Optional.empty()
                : Optional.of(
                        "heap: the settings and meters of this configuration and of the one that runs, and the reading of it, come to "
                                + Amounts.bytes(needed) + " (running: " + Amounts.bytes(bytes)
                                + " set aside for configurations)");
    }

    /** How many configurations may be in use once these settings are current, so that all of them have room: at least 2. */
    int generations(ProgramSettings next) {
        Footprint footprint = next.footprint();
        int before = inUse.size();
        while (before > 1 && needed(footprint, next.size(), before) > bytes) {
            before--;
        }
        return before + 1;
    }

    // With so many of those in use, the newest. The text is garbage once the settings are made, but may not be
    // collected by then.
    private long needed(Footprint next, ConfigSize size, int before) {
        List<Footprint> together = new ArrayList<>(List.of(next));
        inUse.descendingMap().values().stream().limit(before).forEach(together::add);
        return Footprint.together(together) + size.readingBytes();
    }
}
