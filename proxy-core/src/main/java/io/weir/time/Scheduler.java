package io.weir.time;

/** Makes the timers of one event loop. Confined to that loop. */
public interface Scheduler {

    /** The clock by which these timers run. */
    Ticker ticker();

    /** A disarmed timer that runs {@code onExpiry} on the owning loop each time it expires. */
    Timer timer(Runnable onExpiry);
}
