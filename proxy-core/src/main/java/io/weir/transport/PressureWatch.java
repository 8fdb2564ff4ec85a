package io.weir.transport;

import io.weir.buffer.BufferPool;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.time.Occasion;
import io.weir.time.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the queue for buffers, ten times a second, and relieves it: holders without progress lose theirs, and while requests wait
 * for too long no client is accepted that would wait behind them. Does nothing while the queue is empty. Confined to one event loop.
 */
final class PressureWatch implements Runnable {
    /*
     * A pause begins when the oldest request is as old as the limit, and ends when it is half as old, so that it does not begin and end with
     * every grant. Only requests count: a response or a bulk flow that waits belongs to a session that has been accepted long ago.
     *
     * Each look reads the clock of the pool, which so notices when the process was stopped. After a stop one look is left out: first the
     * loops read and write what has become possible meanwhile, and holders make their progress.
     */

    static final Duration PERIOD = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(PressureWatch.class);

    // Clients can cause pauses at will: the log tells of them once a minute at most, the metric of all.
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final BufferPool pool;
    private final Admission admission;
    private final Generations generations;
    private final Ticker clock;
    private final Occasion pauseIsLogged;
    private long leftOutNanos;

    PressureWatch(BufferPool pool, Admission admission, Generations generations) {
        this.pool = pool;
        this.admission = admission;
        clock = pool.clock();
        leftOutNanos = clock.leftOutNanos();
        pauseIsLogged = new Occasion(clock, LOG_EVERY);
        this.generations = generations;
    }

    @Override
    public void run() {
        if (!wasStopped()) {
            look();
        }
    }

    private boolean wasStopped() {
        clock.nanos();
        long before = leftOutNanos;
        leftOutNanos = clock.leftOutNanos();
        return leftOutNanos != before;
    }

    private void look() {
        Generation present = generations.current();
        long pauseAtNanos = present.limits().queueAge().toNanos();
        pool.evict(present.timeouts().stalled(), present.limits().minRate(), PERIOD);
        long oldest = pool.oldestStartNanos();
        if (oldest >= pauseAtNanos) {
            if (!admission.isPaused()) {
                admission.pause();
                if (pauseIsLogged.take()) {
                    LOG.warn("event=accept_paused oldest_ms={} pauses={}", oldest / 1_000_000, admission.pauses());
                }
            }
        } else if (admission.isPaused() && oldest <= pauseAtNanos / 2) {
            admission.resume();
        }
    }
}
