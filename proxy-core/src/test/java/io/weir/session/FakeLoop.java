package io.weir.session;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.exchange.Exchanges;
import io.weir.exchange.Listener;
import io.weir.exchange.LoopResources;
import io.weir.exchange.Spares;
import io.weir.exchange.Timeline;
import io.weir.http.HttpVersion;
import io.weir.reason.Reason;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.testing.HandClock;
import io.weir.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** An event loop that turns when the test says so: its time, tasks, buffers and connections. */
final class FakeLoop {

    static final Timeouts TIMEOUTS = timeouts(Duration.ofSeconds(10));

    /** Classes whose objects belong to the loop, not to a session of it. */
    static final Set<Class<?>> SHARED = Set.of(
            SessionLoop.class,
            LoopResources.class,
            Listener.class,
            Http1Codec.class,
            Http1Backs.class,
            Exchanges.class,
            Spares.class,
            BufferPool.class,
            FakeConnection.class);

    final HandClock time;
    final BufferPool pool;
    final Parking parking;
    final FakeConnector connector = new FakeConnector();
    final List<Reason> endings = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    final List<Asked> asked = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    final SessionLoop services;
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    /** {@link #TIMEOUTS} with another {@code keep-alive}. */
    static Timeouts timeouts(Duration keepAlive) {
        return new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                keepAlive,
                Duration.ofSeconds(11),
                Duration.ofSeconds(12),
                Duration.ofSeconds(13),
                Duration.ZERO);
    }

    FakeLoop(int buffers, int stallQuota) {
        this(buffers, stallQuota, 1 << 20);
    }

    FakeLoop(int buffers, int stallQuota, long parkedBytes) {
        this(buffers, stallQuota, parkedBytes, new HandClock());
    }

    private FakeLoop(int buffers, int stallQuota, long parkedBytes, HandClock time) {
        this(buffers, stallQuota, parkedBytes, time, time.timers());
    }

    /** A loop whose time is that of these timers, instead of {@link #time}. */
    FakeLoop(int buffers, Scheduler timers) {
        this(buffers, buffers, 1 << 20, new HandClock(), timers);
    }

    private FakeLoop(int buffers, int stallQuota, long parkedBytes, HandClock time, Scheduler timers) {
        this.time = time;
        parking = new Parking(parkedBytes);
        pool = new BufferPool(new PoolLimits(buffers, 0, 4096, stallQuota), timers.ticker(), PoolObserver.NONE);
        SessionObserver observer = new SessionObserver() {
            @Override
            public boolean wantsRequestLines() {
                return true;
            }

            @Override
            public void exchangeEnded(Timeline timeline) {
                endings.add(timeline.reason());
                told.add(new Told(
                        timeline.totalNanos(),
                        timeline.timeToFirstByteNanos(),
                        timeline.bufferWaitNanos(),
                        timeline.slotWaitNanos(),
                        timeline.connectNanos()));
                asked.add(new Asked(timeline.method(), timeline.target(), timeline.version(), timeline.requestBytes()));
                sent.add(new Sent(timeline.status(), timeline.responseBytes()));
            }
        };
        LoopResources resources = new LoopResources(0, timers, pool, parking, tasks::add, observer);
        services = new SessionLoop(resources, connector, 0, Limits.DEFAULT.fields(), observer);
    }

    /** What was told of the time that an exchange took. */
    record Told(long total, long firstByte, long bufferWait, long slotWait, long connect) {}

    /** What is known of the request of an exchange. */
    record Asked(String method, String target, HttpVersion version, long bytes) {}

    /** What an exchange is said to have sent to its client. */
    record Sent(int status, long bytes) {}

    /** Runs the tasks that were posted. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
