package io.weir.time;

/**
 * A clock that stands still while an event is handled, so that all that is done in answer to it happens at one time, and a session that
 * looks at the clock ten times reads it once. Confined to its event loop.
 */
public final class EventClock implements Ticker {

    private final Ticker source;
    private boolean holding;
    private boolean known;
    private long held;

    /** A clock that runs as {@code source} does between events. */
    public EventClock(Ticker source) {
        this.source = source;
    }

    /** An event begins: its time is that of the next look. Events do not nest. */
    public void hold() {
        holding = true;
        known = false;
    }

    /** The event has been handled. */
    public void release() {
        holding = false;
    }

    @Override
    public long nanos() {
        if (!holding) {
            return source.nanos();
        }
        if (!known) {
            known = true;
            held = source.nanos();
        }
        return held;
    }

    @Override
    public long leftOutNanos() {
        return source.leftOutNanos();
    }
}
