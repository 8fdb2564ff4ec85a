package io.weir.buffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The indices of the places that are free, last in first out, so that the memory used next is the one still in cache. Lock-free,
 * without garbage, safe for use by any thread.
 */
final class PlaceStack {
    /*
     * A Treiber stack over an array of links. The head carries a tag that every push raises: a thread that read the head, slept,
     * and finds the same place on top again after others took and returned it, fails its compare-and-set. It would have to sleep
     * through exactly 2^32 pushes to be fooled.
     *
     * A link is written before the push that publishes it and read after the head that was published, so plain access does.
     */

    private static final int BOTTOM = -1;
    private static final long INDEX_MASK = 0xFFFF_FFFFL;
    private static final long ONE_TAG = 1L << 32;

    private final AtomicLong head = new AtomicLong(BOTTOM & INDEX_MASK);
    private final int[] below;

    PlaceStack(int capacity) {
        below = new int[capacity];
    }

    void push(int index) {
        for (; ; ) {
            long current = head.get();
            below[index] = (int) current;
            if (head.compareAndSet(current, ((current & ~INDEX_MASK) + ONE_TAG) | index)) {
                return;
            }
        }
    }

    /** Takes the top place. Whoever holds a permit finds one: a place is pushed before its permit is given back. */
    int pop() {
        for (; ; ) {
            long current = head.get();
            int index = (int) current;
            if (index == BOTTOM) {
                throw new IllegalStateException("no free place for a permit that was free");
            }
            if (head.compareAndSet(current, (current & ~INDEX_MASK) | (below[index] & INDEX_MASK))) {
                return index;
            }
        }
    }
}
