package io.weir.server.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** The meters of one thing, which are removed together. Safe for use by any thread. */
final class MeterGroup {

    private final MeterRegistry registry;
    private final Object lock;

    @GuardedBy("lock")
    private final List<Meter> meters = new ArrayList<>();

    // Of the sweep before, if that found the thing unused.
    @GuardedBy("lock")
    private double quietEvents = Double.NaN;

    // While a removal is decided it is true for a moment, under the lock.
    private volatile boolean removed;

    MeterGroup(MeterRegistry registry, Object lock) {
        this.registry = registry;
        this.lock = lock;
    }

    /** Registers a meter that goes with the group. A group that was removed registers it with nothing that shows. */
    <M extends Meter> M register(Function<MeterRegistry, M> meter) {
        synchronized (lock) {
            if (removed) {
                return meter.apply(new SimpleMeterRegistry());
            }
            M registered = meter.apply(registry);
            meters.add(registered);
            return registered;
        }
    }

    /** Whether it was removed, or is about to be: an event that sees this after it was counted may have been counted where it does not show. */
    boolean isRemoved() {
        return removed;
    }

    /** Notes that the thing is in use. */
    void keep() {
        synchronized (lock) {
            quietEvents = Double.NaN;
        }
    }

    /**
     * Removes the meters if the call before found the thing unused as well and there was no event since. So a counter shows its last value in one scrape
     * at least, unless two reloads come before it.
     *
     * @param events see {@link CountedMeters#events()}
     * @return whether they were removed
     */
    boolean removeIfQuiet(DoubleSupplier events) {
        synchronized (lock) {
            // Before the events are read: an event that they lack sees it and is counted again, in the meters that come
            // after these.
            removed = true;
            double present = events.getAsDouble();
            if (present != quietEvents) {
                quietEvents = present;
                removed = false;
                return false;
            }
            remove();
            return true;
        }
    }

    /** Removes the meters. */
    void remove() {
        synchronized (lock) {
            removed = true;
            meters.forEach(registry::remove);
            meters.clear();
        }
    }
}
