package io.weir.exchange;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The exchanges of one event loop that are lent to requests and used again, since one is a dozen objects. Confined to that loop.
 *
 * <p>There are as many as requests have run at the same time; of those that come back at most {@link #MOST_SPARE} are kept.
 */
public final class Exchanges {

    static final int MOST_SPARE = 64;

    private final LoopResources loop;
    private final BackStreams backs;
    private final Deque<Exchange> spare = new ArrayDeque<>();

    /** Exchanges whose requests go to servers by {@code backs}. */
    public Exchanges(LoopResources loop, BackStreams backs) {
        this.loop = loop;
        this.backs = backs;
    }

    /** Lends an exchange that is over. It comes back by itself when it is over again. */
    public Exchange lend() {
        Exchange used = spare.pollLast();
        return used == null ? new Exchange(loop, backs, this::giveBack) : used;
    }

    private void giveBack(Exchange over) {
        if (spare.size() < MOST_SPARE) {
            spare.addLast(over);
        }
    }
}
