package io.weir.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lends objects of one kind and takes them back, to be lent again: making one is expensive, as it consists of many. There are as many as have been
 * lent at the same time; of those that come back at most {@link #MOST} are kept. Confined to one event loop.
 */
public final class Spares<T> {

    static final int MOST = 64;

    private final Function<Consumer<T>, T> maker;
    private final Deque<T> spare = new ArrayDeque<>();

    /** Lends what {@code maker} makes. An object that is made gets {@link #giveBack}, by which it returns itself when it is over. */
    public Spares(Function<Consumer<T>, T> maker) {
        this.maker = maker;
    }

    /** Lends the object that came back last, or a new one if none is spare. */
    public T lend() {
        T used = spare.pollLast();
        return used == null ? maker.apply(this::giveBack) : used;
    }

    /** Takes {@code over} back, which must be lent. Drops it if there are enough. */
    public void giveBack(T over) {
        if (spare.size() < MOST) {
            spare.addLast(over);
        }
    }
}
