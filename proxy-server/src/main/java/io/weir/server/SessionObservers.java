package io.weir.server;

import io.weir.backend.Server;
import io.weir.exchange.Timeline;
import io.weir.reason.Reason;
import io.weir.session.SessionObserver;
import java.util.List;

/** Tells several observers. */
final class SessionObservers implements SessionObserver {

    private final SessionObserver[] observers;

    SessionObservers(List<SessionObserver> observers) {
        this.observers = observers.toArray(SessionObserver[]::new);
    }

    @Override
    public boolean wantsRequestLines() {
        for (SessionObserver observer : observers) {
            if (observer.wantsRequestLines()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void sessionOpened(String listener) {
        for (SessionObserver observer : observers) {
            observer.sessionOpened(listener);
        }
    }

    @Override
    public void sessionRefused(String listener, Reason reason) {
        for (SessionObserver observer : observers) {
            observer.sessionRefused(listener, reason);
        }
    }

    @Override
    public void sessionClosed(String listener) {
        for (SessionObserver observer : observers) {
            observer.sessionClosed(listener);
        }
    }

    @Override
    public void exchangeEnded(Timeline timeline) {
        for (SessionObserver observer : observers) {
            observer.exchangeEnded(timeline);
        }
    }

    @Override
    public void connected(Server server, long tookNanos) {
        for (SessionObserver observer : observers) {
            observer.connected(server, tookNanos);
        }
    }

    @Override
    public void connectFailed(Server server, Reason reason) {
        for (SessionObserver observer : observers) {
            observer.connectFailed(server, reason);
        }
    }
}
