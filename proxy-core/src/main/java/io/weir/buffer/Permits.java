package io.weir.buffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many buffers are free and how many waiters are in line, in one atomic word, so that "take one if nobody waits" and "stand
 * in line if none is free" are each a single step. Lock-free, safe for use by any thread.
 */
final class Permits {
    /*
     * Layout, from the low end: free ordinary buffers (20 bits), free buffers of the reserve (20 bits), waiters (24 bits, more
     * than a machine has sockets for).
     *
     * While the waiters' field is not 0 no permit is taken or given back except under the lock of the pool, because the
     * lock-free paths insist on 0. A waiter is added only in a step that also sees nothing free for it. So there is no moment
     * in which a buffer comes back unseen by one who has just decided to wait.
     */

    /** Where a permit comes from, and returns to. */
    enum Origin {
        ORDINARY,
        RESERVE,
        /** No permit. */
        NONE
    }

    private static final int FIELD_BITS = 20;
    private static final long FIELD_MASK = (1L << FIELD_BITS) - 1;
    private static final long ONE_ORDINARY = 1;
    private static final long ONE_RESERVE = 1L << FIELD_BITS;
    private static final long ONE_WAITER = 1L << (2 * FIELD_BITS);

    private final AtomicLong word;

    Permits(int ordinary, int reserve) {
        word = new AtomicLong(ordinary * ONE_ORDINARY + reserve * ONE_RESERVE);
    }

    /** Takes a free permit unless somebody waits. */
    Origin tryTake(boolean mayUseReserve) {
        for (; ; ) {
            long current = word.get();
            Origin origin = waiters(current) == 0 ? available(current, mayUseReserve) : Origin.NONE;
            if (origin == Origin.NONE || word.compareAndSet(current, current - unit(origin))) {
                return origin;
            }
        }
    }

    /** Takes a free permit although others wait, who cannot use it. Under the pool's lock only. */
    Origin tryTakePastWaiters(boolean mayUseReserve) {
        for (; ; ) {
            long current = word.get();
            Origin origin = available(current, mayUseReserve);
            if (origin == Origin.NONE || word.compareAndSet(current, current - unit(origin))) {
                return origin;
            }
        }
    }

    /** Gives a permit back unless somebody waits. */
    boolean tryGive(Origin origin) {
        for (; ; ) {
            long current = word.get();
            if (waiters(current) != 0) {
                return false;
            }
            if (word.compareAndSet(current, current + unit(origin))) {
                return true;
            }
        }
    }

    /** Gives a permit back that no waiter can use. Under the pool's lock only. */
    void give(Origin origin) {
        word.addAndGet(unit(origin));
    }

    /** Takes a permit that is known to be free. Under the pool's lock, and only while somebody waits. */
    void take(Origin origin) {
        word.addAndGet(-unit(origin));
    }

    boolean noneWaits() {
        return waiters(word.get()) == 0;
    }

    /** Counts one waiter more if nothing is free for it. Under the pool's lock only. */
    boolean tryAddWaiter(boolean mayUseReserve) {
        for (; ; ) {
            long current = word.get();
            if (available(current, mayUseReserve) != Origin.NONE) {
                return false;
            }
            if (word.compareAndSet(current, current + ONE_WAITER)) {
                return true;
            }
        }
    }

    int waiting() {
        return waiters(word.get());
    }

    /** Counts one waiter less. Under the pool's lock only. */
    void removeWaiter() {
        word.addAndGet(-ONE_WAITER);
    }

    /** Free permits of both origins, at one moment. */
    int free() {
        long current = word.get();
        return ordinary(current) + reserve(current);
    }

    int freeOrdinary() {
        return ordinary(word.get());
    }

    int freeReserve() {
        return reserve(word.get());
    }

    private static Origin available(long word, boolean mayUseReserve) {
        if (ordinary(word) > 0) {
            return Origin.ORDINARY;
        }
        return mayUseReserve && reserve(word) > 0 ? Origin.RESERVE : Origin.NONE;
    }

    private static long unit(Origin origin) {
        return origin == Origin.ORDINARY ? ONE_ORDINARY : ONE_RESERVE;
    }

    private static int ordinary(long word) {
        return (int) (word & FIELD_MASK);
    }

    private static int reserve(long word) {
        return (int) ((word >>> FIELD_BITS) & FIELD_MASK);
    }

    private static int waiters(long word) {
        return (int) (word >>> (2 * FIELD_BITS));
    }
}
