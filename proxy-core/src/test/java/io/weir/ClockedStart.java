package io.weir;

import io.weir.time.Ticker;

/** Starts a proxy whose timers go by a clock of the test. */
public final class ClockedStart {

    private ClockedStart() {}

    /** As {@link Weir#start(WeirSettings, WeirObservers)}. */
    public static Weir start(WeirSettings settings, WeirObservers observers, Ticker ticker) {
        return Weir.start(settings, observers, ticker);
    }
}
