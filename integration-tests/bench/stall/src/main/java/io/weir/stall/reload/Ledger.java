package io.weir.stall.reload;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Errors that the clients of a run have met. Safe for use by any thread. */
final class Ledger {

    private static final int LISTED = 20;

    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final LongAdder errors = new LongAdder();

    /** Notes one error. */
    void wrong(String what) {
        errors.increment();
        if (errors.sum() <= LISTED) {
            first.add(what);
        }
    }

    /** Errors so far. */
    long errors() {
        return errors.sum();
    }

    /** The first errors, at most twenty or so, in words. */
    List<String> first() {
        return List.copyOf(first);
    }
}
