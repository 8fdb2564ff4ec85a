package io.weir.session;

import io.weir.exchange.ExchangeObserver;
import io.weir.reason.Reason;

/** What sessions and their exchanges tell to metrics and log. Called on event loops: must not block nor throw, and should make no garbage. */
public interface SessionObserver extends ExchangeObserver {

    /** Observes nothing. */
    SessionObserver NONE = new SessionObserver() {};

    /** A client has connected. */
    default void sessionOpened(String listener) {}

    /** A client that has connected was turned away. It becomes no session. */
    default void sessionRefused(String listener, Reason reason) {}

    /** A front connection is closed. */
    default void sessionClosed(String listener) {}
}
