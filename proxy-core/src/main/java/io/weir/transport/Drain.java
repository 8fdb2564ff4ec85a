package io.weir.transport;

import io.netty.util.concurrent.Future;
import io.weir.reason.Ending;
import io.weir.session.SessionLoop;
import io.weir.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The orderly stop of a {@link Transport}. Its methods block, and may be called on any thread but an event loop. */
final class Drain {
    /*
     * 1. Each loop tells its sessions that their present exchange is the last. Sessions that begin later are told as they begin. Once every
     *    loop has done so, isAnnounced() is true: no response leaves any more that promises its client another request.
     * 2. Each listener accepts the clients that the kernel has in its backlog, and closes.
     * 3. Admission ends, and the last session to leave ends the drain.
     *
     * At the deadline what is left of 1 is no longer waited for, what is left of 2 is closed, and what is left of 3 is cut short: an exchange
     * whose response has not begun is answered 503, the others are broken off. Sessions with such an answer linger, so that it arrives; FAREWELL
     * bounds that.
     *
     * Step 2 begins after 1 has ended, so that a session from a backlog knows of the drain on whatever loop it begins. Admission ends last: a
     * listener that is not admitted could not empty its backlog.
     */

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final List<ListenerChannel> listeners;
    private final Map<TrafficLoop, SessionLoop> sessions;
    private final Admission admission;
    private volatile boolean announced;

    Drain(List<ListenerChannel> listeners, Map<TrafficLoop, SessionLoop> sessions, Admission admission) {
        this.listeners = listeners;
        this.sessions = sessions;
        this.admission = admission;
    }

    /** Drains for at most {@code limit} of real time and a moment. Returns how many exchanges were broken off. */
    int run(Duration limit) {
        assert isOutsideLoops();
        long deadline = Ticker.SYSTEM.nanos() + limit.toNanos();
        try {
            if (announce(deadline)
                    && endListeners(deadline)
                    && admission.end().await(left(deadline), TimeUnit.NANOSECONDS)) {
                return 0;
            }
            return cutShort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return cutShort();
        }
    }

    /** Whether every loop has told its sessions of the drain, or its deadline has passed. May be called on any thread. */
    boolean isAnnounced() {
        return announced;
    }

    /** Closes the listeners, without regard to the clients in their backlogs. */
    void closeListeners() {
        assert isOutsideLoops();
        listeners.forEach(ListenerChannel::endAtOnce);
        listeners.forEach(listener -> listener.closeFuture().awaitUninterruptibly());
    }

    private boolean isOutsideLoops() {
        return sessions.keySet().stream().noneMatch(TrafficLoop::inEventLoop);
    }

    // Returns whether all loops have told their sessions.
    private boolean announce(long deadline) throws InterruptedException {
        CountDownLatch untold = new CountDownLatch(sessions.size());
        sessions.forEach((loop, ofLoop) -> {
            if (!loop.tryExecute(() -> announce(ofLoop, untold))) {
                untold.countDown();
            }
        });
        try {
            return untold.await(left(deadline), TimeUnit.NANOSECONDS);
        } finally {
            announced = true;
        }
    }

    private static void announce(SessionLoop loop, CountDownLatch untold) {
        try {
            loop.drain();
        } finally {
            untold.countDown();
        }
    }

    // Returns whether all are closed.
    private boolean endListeners(long deadline) throws InterruptedException {
        listeners.forEach(ListenerChannel::end);
        for (ListenerChannel listener : listeners) {
            if (!listener.closeFuture().await(left(deadline), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    private int cutShort() {
        closeListeners();
        CountDownLatch emptied = admission.end();
        int brokenOff = cutSessionsShort();
        try {
            if (!emptied.await(FAREWELL.toNanos(), TimeUnit.NANOSECONDS)) {
                brokenOff += cutSessionsShort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return brokenOff;
    }

    private int cutSessionsShort() {
        List<Future<Integer>> counts = new ArrayList<>();
        sessions.forEach((loop, ofLoop) -> counts.add(loop.submit(() -> ofLoop.cutShort(Ending.DRAIN_TIMEOUT))));
        // One that a bug has ended is logged by its loop; the others are waited for all the same.
        return counts.stream()
                .map(Future::awaitUninterruptibly)
                .mapToInt(count -> count.isSuccess() ? count.getNow() : 0)
                .sum();
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - Ticker.SYSTEM.nanos());
    }
}
