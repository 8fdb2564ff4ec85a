package io.weir.transport;

import io.weir.buffer.BufferPool;
import io.weir.session.Limits;
import io.weir.session.Timeouts;
import java.time.Duration;

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

    private final BufferPool pool;
    private final Admission admission;
    private final Duration stalled;
    private final int minRate;
    private final long pauseAtNanos;

    PressureWatch(BufferPool pool, Admission admission, Timeouts timeouts, Limits limits) {
        this.pool = pool;
        this.admission = admission;
        stalled = timeouts.stalled();
        minRate = limits.minRate();
        pauseAtNanos = limits.queueAge().toNanos();
    }

    @Override
    public void run() {
        pool.evict(stalled, minRate, PERIOD);
        long oldest = pool.oldestStartNanos();
        if (oldest >= pauseAtNanos) {
            admission.pause();
        } else if (admission.isPaused() && oldest <= pauseAtNanos / 2) {
            admission.resume();
        }
    }
}
