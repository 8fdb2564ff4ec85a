package io.weir.session;

import io.weir.backend.Server;
import io.weir.reason.Reason;

/** What sessions tell to metrics and log. Called on event loops: must not block nor throw, and should make no garbage. */
public interface SessionObserver {

    /** Observes nothing. */
    SessionObserver NONE = new SessionObserver() {};

    /** Whether timelines should keep the request line, which costs a copy. Asked once. */
    default boolean wantsRequestLines() {
        return false;
    }

    /** A client has connected. */
    default void sessionOpened(String listener) {}

    /** A client that has connected was turned away. It becomes no session. */
    default void sessionRefused(String listener, Reason reason) {}

    /** A front connection is closed. */
    default void sessionClosed(String listener) {}

    /** An exchange is over. {@code timeline} is valid during this call only. */
    default void exchangeEnded(Timeline timeline) {}

    /** A back connection was opened. */
    default void connected(Server server, long tookNanos) {}

    /** A back connection could not be opened. */
    default void connectFailed(Server server, Reason reason) {}
}
