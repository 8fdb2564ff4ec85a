package io.weir.exchange;

import java.time.Duration;

/**
 * How long the head of the final response is waited for, and how many interim responses (1xx, RFC 9110 section 15.2) may come before
 * it. Of one exchange at a time. Confined to its event loop.
 */
final class FinalHeadWait {
    /*
     * An interim response is no progress: a server could send one now and then, and keep the exchange, its slot and its client for ever.
     * So it does not prolong the wait. The one exception is 102 (Processing), which means "not done yet" and nothing else (RFC 2518
     * section 10.1): it gives the server its time again, within a total.
     */

    /** Most interim responses of one exchange. */
    static final int MOST_INTERIM = 100;

    /** The whole wait, however often the server says 102 (Processing), is at most so many times the timeout. */
    static final int PROCESSING_FACTOR = 10;

    private static final int PROCESSING = 102;

    private int interim;
    private boolean begun;
    private boolean stopped;
    private long limitNanos;
    private long beganNanos;
    private long stoppedNanos;
    private long interruptedNanos;
    private long deadlineNanos;
    private long lastDeadlineNanos;

    /** A new exchange begins. */
    void reset() {
        interim = 0;
        begun = false;
        stopped = false;
    }

    /** The request is out: the server has {@code limit} from now on. Nothing if it has been told before. */
    void begin(long nowNanos, Duration limit) {
        if (!begun) {
            begun = true;
            limitNanos = limit.toNanos();
            beganNanos = nowNanos;
            deadlineNanos = nowNanos + limitNanos;
            lastDeadlineNanos = nowNanos + PROCESSING_FACTOR * limitNanos;
        }
    }

    boolean hasBegun() {
        return begun;
    }

    /** The server is not the one that is waited for: its time does not run until {@link #goOn}. */
    void stop(long nowNanos) {
        if (!stopped) {
            stopped = true;
            stoppedNanos = nowNanos;
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** The server is waited for again. */
    void goOn(long nowNanos) {
        if (stopped) {
            stopped = false;
            excuse(stoppedNanos, nowNanos);
        }
    }

    /** There is no buffer for what the server has sent: its time does not run until {@link #endInterruption}. */
    void interrupt(long nowNanos) {
        interruptedNanos = nowNanos;
    }

    /** There is a buffer. */
    void endInterruption(long nowNanos) {
        excuse(interruptedNanos, nowNanos);
    }

    // Does not charge the server for the time between these two moments.
    private void excuse(long fromNanos, long toNanos) {
        if (begun) {
            long nanos = Math.max(0, toNanos - Math.max(fromNanos, beganNanos));
            deadlineNanos += nanos;
            lastDeadlineNanos += nanos;
        }
    }

    /** An interim response is here. Returns whether it is one too many. */
    boolean isTooMany(int status, long nowNanos) {
        interim++;
        if (status == PROCESSING && begun) {
            deadlineNanos = Math.min(nowNanos + limitNanos, lastDeadlineNanos);
        }
        return interim > MOST_INTERIM;
    }

    /** Time that the server has left; none or less if it is late. */
    Duration remaining(long nowNanos) {
        return Duration.ofNanos(deadlineNanos - nowNanos);
    }
}
