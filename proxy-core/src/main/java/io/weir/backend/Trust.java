package io.weir.backend;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether a server answers what it was asked and nothing else, so that its connections may pass from one client to another. Safe for use
 * by any thread.
 */
final class Trust {
    /*
     * Bytes that answer no request, soon after a response, are the sign of a server that counts requests otherwise than we do: one has been
     * smuggled into another, or a body was sent that should not have been. Where that happened once it may happen in the next moment,
     * between the look at a connection and the request, and another client would get that response. So no connection of the server is used
     * twice for a while.
     *
     * Bytes at the end of a long idle time are the notice (408, and FIN) by which many a server announces that it closes. They cost that
     * connection only.
     */

    /** Unsolicited bytes within that time of a response break the trust. */
    static final Duration SOON = Duration.ofSeconds(1);

    /** Time without such bytes after which the server is trusted again. */
    static final Duration DISTRUST = Duration.ofSeconds(60);

    private final LongAdder breaches = new LongAdder();
    private final Object lock = new Object();
    private volatile long breachNanos; // written under lock
    private volatile boolean everBroken; // written under lock, after the time

    boolean isWhole(long nowNanos) {
        return !everBroken || nowNanos - breachNanos > DISTRUST.toNanos();
    }

    /**
     * Bytes that answer no request have come, that long after a response.
     *
     * @return whether the trust breaks now that was whole
     */
    boolean breaks(long sinceResponseNanos, long nowNanos) {
        if (sinceResponseNanos > SOON.toNanos()) {
            return false;
        }
        synchronized (lock) {
            boolean wasWhole = isWhole(nowNanos);
            breaches.increment();
            breachNanos = nowNanos;
            everBroken = true;
            return wasWhole;
        }
    }

    long breaches() {
        return breaches.sum();
    }
}
