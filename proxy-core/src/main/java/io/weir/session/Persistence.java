package io.weir.session;

import io.weir.exchange.LoopResources;
import java.time.Duration;

/**
 * Whether a front connection that speaks HTTP/1 serves another exchange after the present one: the client's wish, the number of requests, a
 * drain and what the client has sent decide. Confined to its event loop.
 */
final class Persistence {

    private final LoopResources loop;
    private final Http1Requests requests;
    private final Http1Upgrade upgrade;
    private int served;
    private boolean persists;
    private boolean draining;

    Persistence(LoopResources loop, Http1Requests requests, Http1Upgrade upgrade) {
        this.loop = loop;
        this.requests = requests;
        this.upgrade = upgrade;
    }

    /** No exchange follows the present one, or the next. */
    void drain() {
        draining = true;
    }

    /** How long the client may take to begin its next request. */
    Duration idleTime() {
        Duration usual = keepAlive();
        boolean isShort = usual.compareTo(SessionLoop.LAST_CALL) < 0;
        return isShort || !draining ? usual : SessionLoop.LAST_CALL;
    }

    /** How long the client may take to begin its next request, but for a drain. */
    Duration keepAlive() {
        return loop.timeouts().keepAlive();
    }

    /** An exchange begins, of which nothing is known. */
    void begin() {
        persists = false;
    }

    /** The head of its request is here. */
    void onHead(boolean isWished) {
        served++;
        persists = isWished && served < loop.limits().requestsPerConnection();
    }

    /** A response of a server begins. Returns whether the connection persists after it, if that is possible otherwise. */
    boolean decide(boolean isPossible) {
        // Bytes sent in the hope of another protocol must not be taken for a request when the server declines.
        boolean hopes = upgrade.isOffered() && requests.ahead().isThere();
        persists = persists && !draining && isPossible && !hopes;
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
