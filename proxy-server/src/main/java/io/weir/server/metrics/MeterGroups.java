package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Makes the groups of one registry.
 *
 * @param registry what meters are registered with
 * @param lock held while meters are registered or removed, and by no event that finds its meters
 */
record MeterGroups(MeterRegistry registry, Object lock) {

    MeterGroups(MeterRegistry registry) {
        this(registry, new Object());
    }

    /** A group of no meters yet. */
    MeterGroup group() {
        return new MeterGroup(registry, lock);
    }

    /** A group that was removed: nothing that is counted in it shows. */
    MeterGroup removedGroup() {
        MeterGroup group = group();
        group.remove();
        return group;
    }
}
