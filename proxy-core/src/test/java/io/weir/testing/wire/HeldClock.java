package io.weir.testing.wire;

import io.weir.time.Ticker;

/**
 * A clock that stands still while a test brings about what it is about, however long the machine takes for that, and runs as the machine's
 * clock does while the test waits for a deadline. Stands still at first.
 */
public final class HeldClock implements Ticker {

    // Shows the time of the machine less what it is behind, or the moment at which it was held.
    private record State(boolean runs, long nanos) {}

    private volatile State state = new State(false, 0);

    /** Runs from now on. */
    public synchronized void release() {
        if (!state.runs) {
            state = new State(true, Ticker.SYSTEM.nanos() - state.nanos);
        }
    }

    /** Stands still from now on. */
    public synchronized void hold() {
        if (state.runs) {
            state = new State(false, nanos());
        }
    }

    @Override
    public long nanos() {
        State present = state;
        return present.runs ? Ticker.SYSTEM.nanos() - present.nanos : present.nanos;
    }
}
