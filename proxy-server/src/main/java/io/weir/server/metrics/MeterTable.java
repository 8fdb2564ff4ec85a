package io.weir.server.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Meters by the name of the thing that they are of. A configuration makes them, or the first event of a thing that has none; a sweep removes them.
 * Safe for use by any thread: an event that finds its meters takes no lock and makes no garbage.
 */
final class MeterTable<T extends CountedMeters> {
    /*
     * An event and a removal at the same time. The event counts in the meters that it has found, and then asks hasLost(). The removal marks the
     * meters and then looks whether they were counted in since the sweep before, in which case it leaves them. So either the removal sees the event, or
     * the event sees the mark, and is counted again in the meters that take the place of the removed ones. Both decisions are made under the lock.
     * No event is lost. One whose thread stands still between its count and its question while two sweeps pass is counted twice: in the last value
     * that the removed series showed, and in the new series.
     */

    private final MeterGroups groups;
    private final Object lock;
    private final BiFunction<String, MeterGroup, T> maker;
    private final Map<String, T> all = new ConcurrentHashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    /** A table of nothing. {@code maker} makes the meters of a name, under the lock of {@code groups}. */
    MeterTable(MeterGroups groups, BiFunction<String, MeterGroup, T> maker) {
        this.groups = groups;
        this.maker = maker;
        lock = groups.lock();
    }

    /** The meters of {@code name}, which are made if there are none. */
    T get(String name) {
        T found = all.get(name);
        return found == null ? make(name) : found;
    }

    private T make(String name) {
        synchronized (lock) {
            if (closed) {
                return maker.apply(name, groups.removedGroup());
            }
            T found = all.get(name);
            if (found != null) {
                return found;
            }
            T made = maker.apply(name, groups.group());
            all.put(name, made);
            return made;
        }
    }

    /** Whether an event that was counted in {@code meters} has to be counted again because they were removed meanwhile. */
    boolean hasLost(String name, T meters) {
        return meters.group().isRemoved() && isReplaced(name, meters);
    }

    // An event in a closed table is counted again with the thing that the table is a part of.
    @SuppressWarnings("ReferenceEquality") // Meters are equal to themselves alone.
    private boolean isReplaced(String name, T meters) {
        synchronized (lock) {
            return !closed && all.get(name) != meters;
        }
    }

    /** Removes the meters of things that are neither in use nor busy and have been so since the sweep before. */
    void sweep(Predicate<String> inUse) {
        synchronized (lock) {
            all.entrySet().removeIf(entry -> isOver(entry.getValue(), inUse.test(entry.getKey())));
        }
    }

    private static boolean isOver(CountedMeters meters, boolean inUse) {
        if (inUse || meters.isBusy()) {
            meters.group().keep();
            return false;
        }
        boolean isRemoved = meters.group().removeIfQuiet(meters::events);
        if (isRemoved) {
            meters.closeParts();
        }
        return isRemoved;
    }

    /** The sum of the events of all. */
    double events() {
        double sum = 0;
        for (T meters : all.values()) {
            sum += meters.events();
        }
        return sum;
    }

    void forEach(Consumer<T> action) {
        all.values().forEach(action);
    }

    /** Removes all meters, and makes none any more that show. */
    void close() {
        synchronized (lock) {
            closed = true;
            all.values().forEach(meters -> meters.group().remove());
            all.clear();
        }
    }
}
