package io.weir.transport;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to take any idle connection out of its list and to add it again, as happens when its server closes it and
 * another comes: beside it the queue that there was before, whose removal is a search.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class IdleListBenchmark {

    /** Idle connections of one server on one event loop. */
    @Param({"100", "1000", "10000"})
    int idle;

    private final IdleList list = new IdleList();
    private final ArrayDeque<IdleList.Place> queue = new ArrayDeque<>();
    private IdleList.Place[] places;
    private int seed = 1;

    /** Fills both. */
    @Setup(Level.Trial)
    public void fill() {
        places = new IdleList.Place[idle];
        for (int i = 0; i < idle; i++) {
            places[i] = new IdleList.Place(null);
            list.add(places[i]);
            queue.addLast(places[i]);
        }
    }

    // Any: servers close in no order that the list knows. Xorshift, because a generator of the JDK costs as much as
    // what is measured.
    private IdleList.Place next() {
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        return places[Math.floorMod(seed, idle)];
    }

    /** As it is. */
    @Benchmark
    public IdleList.Place linked() {
        IdleList.Place place = next();
        list.remove(place);
        list.add(place);
        return place;
    }

    /** As it was. */
    @Benchmark
    public IdleList.Place searched() {
        IdleList.Place place = next();
        queue.remove(place);
        queue.addLast(place);
        return place;
    }
}
