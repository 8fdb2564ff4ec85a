package io.weir.buffer;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The leases of one pool that are free, and the memory behind all of them. Lock-free, safe for use by any thread. */
final class FreeLeases {
    /*
     * A lease is held here while it is free, and by nobody but its user while it is leased. That is how a lost one is found: it becomes
     * unreachable, and a Cleaner tells its owner, which has a new lease made for the place. So a bug costs a line in the log, not a place in
     * the pool. The Cleaner, which lives as long as the process, refers to the owner weakly.
     *
     * A lease is written to the array before its place is pushed, and read after the place is popped, so plain access does. A place is in the
     * stack once at most, and belongs to one thread between pop and push.
     */

    private static final Cleaner CLEANER = Cleaner.create();

    private final Lease.Owner owner;
    private final Stalls stalls;
    private final PlaceStack places;
    private final @Nullable Lease[] leases;
    private final LongAdder leaks = new LongAdder();

    /** Allocates and touches the memory of {@code limits}, all of which is free, for leases of {@code owner}. */
    FreeLeases(Lease.Owner owner, Stalls stalls, PoolLimits limits) {
        this.owner = owner;
        this.stalls = stalls;
        places = new PlaceStack(limits.total());
        leases = new @Nullable Lease[limits.total()];
        Slab slab = new Slab(limits.total(), limits.size());
        for (int index = limits.total() - 1; index >= 0; index--) {
            add(newLease(new SlabPlace(index, slab.piece(index))));
        }
    }

    /** Adds a lease that has ended, or that is new. Before its permit is given back. */
    void add(Lease lease) {
        int index = lease.place().index;
        leases[index] = lease;
        places.push(index);
    }

    /** Takes out a lease. For who has a permit. */
    Lease take() {
        int index = places.pop();
        Lease lease = leases[index];
        if (lease == null) {
            throw new IllegalStateException("place " + index + " is free but has no lease");
        }
        leases[index] = null;
        return lease;
    }

    /** A lease, not added yet, for a place whose lease has been lost. */
    Lease replace(SlabPlace place) {
        leaks.increment();
        return newLease(place);
    }

    /** Leases that were lost, since start. */
    long leaks() {
        return leaks.sum();
    }

    private Lease newLease(SlabPlace place) {
        Lease lease = new Lease(owner, stalls, place);
        CLEANER.register(lease, new Reclaim(new WeakReference<>(owner), place));
        return lease;
    }

    /** Runs when a lease has become unreachable, which only one that is neither free nor held by anybody can. */
    private record Reclaim(WeakReference<Lease.Owner> owner, SlabPlace place) implements Runnable {
        @Override
        public void run() {
            Lease.Owner present = owner.get();
            if (present != null) {
                present.reclaim(place);
            }
        }
    }
}
