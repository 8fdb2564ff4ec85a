package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.reason.Reason;

/** What exchanges tell to metrics and log. Called on event loops: must not block nor throw, and should make no garbage. */
public interface ExchangeObserver {

    /**
     * Whether timelines should keep the request line, which costs a copy: without it {@link Timeline#method()} and {@link Timeline#target()} are
     * empty. Always the same answer.
     */
    default boolean wantsRequestLines() {
        return false;
    }

    /** An exchange is over. {@code timeline} is valid during this call only. */
    default void exchangeEnded(Timeline timeline) {}

    /** A back connection was opened. */
    default void connected(Server server, long tookNanos) {}

    /** A back connection could not be opened. */
    default void connectFailed(Server server, Reason reason) {}
}
