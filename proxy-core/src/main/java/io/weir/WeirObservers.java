package io.weir;

import io.weir.buffer.PoolObserver;
import io.weir.session.SessionObserver;

/**
 * Who is told what happens inside a {@link Weir}.
 *
 * @param pool told about waits and leaks of buffers
 * @param sessions told about sessions and exchanges
 */
public record WeirObservers(PoolObserver pool, SessionObserver sessions) {

    /** Observes nothing. */
    public static final WeirObservers NONE = new WeirObservers(PoolObserver.NONE, SessionObserver.NONE);
}
