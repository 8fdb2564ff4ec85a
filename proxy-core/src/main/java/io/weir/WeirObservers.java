package io.weir;

import io.weir.buffer.PoolObserver;
import io.weir.session.SessionObserver;

/**
 * The observers that hear of what happens inside a {@link Weir}.
 *
 * @param pool hears of waits and leaks of buffers
 * @param sessions hears of sessions and exchanges
 */
public record WeirObservers(PoolObserver pool, SessionObserver sessions) {

    /** Observes nothing. */
    public static final WeirObservers NONE = new WeirObservers(PoolObserver.NONE, SessionObserver.NONE);

    /** Observes sessions and exchanges only. */
    public static WeirObservers of(SessionObserver sessions) {
        return new WeirObservers(PoolObserver.NONE, sessions);
    }
}
