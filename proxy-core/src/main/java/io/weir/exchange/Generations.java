package io.weir.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/** The generation that exchanges take, and those before it that are still in use. Safe for use by any thread. */
public final class Generations {
    /*
     * The end of a generation. An exchange reads the current generation and counts itself there, both in one task of its event loop. So once another
     * generation is current and every loop has run a task since (close()), no loop can take the old one, and a count of 0 is its end. Without that
     * task an exchange between its read and its count would be missed.
     */

    private volatile Generation current;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Generation> old = new ArrayList<>();

    /** Generations of which there is one. */
    public Generations(Generation first) {
        current = first;
    }

    /** The generation that an exchange takes now. */
    public Generation current() {
        return current;
    }

    /** Makes {@code next} the current one. Returns the one before, which is to be {@link #close closed}. */
    public Generation replace(Generation next, long nowNanos) {
        synchronized (lock) {
            Generation before = current;
            before.replacedAt(nowNanos);
            old.add(before);
            current = next;
            return before;
        }
    }

    /** Notes that each event loop has run a task since {@code before} was replaced. */
    public void close(Generation before) {
        before.close();
    }

    /** Forgets the generations that are over. Returns those before the current one that are still in use, the oldest first. */
    public List<Generation> old() {
        synchronized (lock) {
            old.removeIf(Generation::isOver);
            return List.copyOf(old);
        }
    }

    /** The generations in use at one moment: {@link #old}, and the current one last. */
    public List<Generation> inUse() {
        synchronized (lock) {
            List<Generation> all = new ArrayList<>(old());
            all.add(current);
            return List.copyOf(all);
        }
    }
}
