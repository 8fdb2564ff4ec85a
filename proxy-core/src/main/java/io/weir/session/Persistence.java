package io.weir.session;

import io.weir.exchange.Listener;
import java.time.Duration;

/**
 * Whether a front connection that speaks HTTP/1 serves another exchange after the present one: the client's wish, the number of requests, a
 * drain and what the client has sent decide. Confined to its event loop.
 */
final class Persistence {

    private final Listener listener;
    private final Http1Requests requests;
    private final Http1Upgrade upgrade;
    // Kept, since keep-alive may have changed by the time at which a drain shortens the wait.
    private Duration waitLimit = Duration.ZERO;
    private int served;
    private boolean persists;
    private boolean draining;

    Persistence(Listener listener, Http1Requests requests, Http1Upgrade upgrade) {
        this.listener = listener;
        this.requests = requests;
        this.upgrade = upgrade;
    }

    /** No exchange follows the present one, or the next. */
    void drain() {
        draining = true;
    }

    /** A wait for the next request begins, or the present one is limited anew. Returns how long it may take from its beginning on. */
    Duration limitWait() {
        Duration usual = listener.generation().timeouts().keepAlive();
        boolean isShort = usual.compareTo(SessionLoop.LAST_CALL) < 0;
        waitLimit = isShort || !isLast() ? usual : SessionLoop.LAST_CALL;
        return waitLimit;
    }

    /** How long the present wait for the next request may take, as {@link #limitWait} said last. */
    Duration waitLimit() {
        return waitLimit;
    }

    // A reload that ends the listener tells its sessions too, but later than an exchange may learn of it.
    private boolean isLast() {
        return draining || listener.hasEnded();
    }

    /** An exchange begins, of which nothing is known. */
    void begin() {
        persists = false;
    }

    /** The head of its request is here. */
    void onHead(boolean isWished) {
        served++;
        persists = isWished && served < listener.generation().limits().requestsPerConnection();
    }

    /** A response of a server begins. Returns whether the connection persists after it, if that is possible otherwise. */
    boolean decide(boolean isPossible) {
        // Bytes sent in the hope of another protocol must not be taken for a request when the server declines.
        boolean hopes = upgrade.isOffered() && requests.ahead().isThere();
        persists = persists && !isLast() && isPossible && !hopes;
        return persists;
    }

    /** A response of our own begins. Returns whether the connection persists after it. */
    boolean decideAfterAnswer() {
        return decide(requests.isWhole());
    }

    /** The connection closes after the present exchange. */
    void end() {
        persists = false;
    }

    /** Whether another exchange follows, as was decided last. */
    boolean persists() {
        return persists;
    }
}
