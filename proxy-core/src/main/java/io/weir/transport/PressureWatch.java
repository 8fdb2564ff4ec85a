package io.weir.transport;

import io.weir.buffer.BufferPool;
import io.weir.session.Limits;
import io.weir.session.Timeouts;
import io.weir.time.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the line for buffers, ten times a second, and relieves it: holders without progress lose theirs, and while requests stand
 * there for too long nobody is accepted who would stand behind them. Does nothing while nobody waits. Confined to one event loop.
 */
final class PressureWatch implements Runnable {
    /*
     * A pause begins when the oldest request is as old as the limit, and ends when it is half as old, so that it does not begin and end with
     * every grant. Only requests count: a response or a bulk flow that waits belongs to a session that has been accepted long ago.
     */

    static final Duration PERIOD = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(PressureWatch.class);

    // Clients can cause pauses at will: the log tells of them once a minute at most, the metric of all.
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final BufferPool pool;
    private final Admission admission;
    private final Duration stalled;
    private final int minRate;
    private final long pauseAtNanos;
    private final Ticker ticker;
    private long quietUntilNanos;

    PressureWatch(BufferPool pool, Admission admission, Timeouts timeouts, Limits limits, Ticker ticker) {
        this.pool = pool;
        this.admission = admission;
        this.ticker = ticker;
        quietUntilNanos = ticker.nanos();
        stalled = timeouts.stalled();
        minRate = limits.minRate();
        pauseAtNanos = limits.queueAge().toNanos();
    }

    @Override
    public void run() {
        pool.evict(stalled, minRate, PERIOD);
        long oldest = pool.oldestStartNanos();
        if (oldest >= pauseAtNanos) {
            if (!admission.isPaused()) {
                admission.pause();
                log(oldest);
            }
        } else if (admission.isPaused() && oldest <= pauseAtNanos / 2) {
            admission.resume();
        }
    }

    private void log(long oldestNanos) {
        long now = ticker.nanos();
        if (now - quietUntilNanos >= 0) {
            quietUntilNanos = now + LOG_EVERY.toNanos();
            LOG.warn("event=accept_paused oldest_ms={} pauses={}", oldestNanos / 1_000_000, admission.pauses());
        }
    }
}
