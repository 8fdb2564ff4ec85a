package io.weir.session;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The exchanges of one event loop that are lent to requests and used again, since one is a dozen objects. Confined to that loop.
 *
 * <p>There are as many as requests have run at the same time; of those that come back at most {@link #MOST_SPARE} are kept.
 */
final class Exchanges {

    static final int MOST_SPARE = 64;

    private final LoopServices loop;
    private final Deque<Exchange> spare = new ArrayDeque<>();

    Exchanges(LoopServices loop) {
        this.loop = loop;
    }

    /** Lends an exchange that is over. It comes back by itself when it is over again. */
    Exchange lend() {
        Exchange used = spare.pollLast();
        return used == null ? new Exchange(loop) : used;
    }

    /** Takes back an exchange that is over. */
    void giveBack(Exchange over) {
        if (spare.size() < MOST_SPARE) {
            spare.addLast(over);
        }
    }
}
