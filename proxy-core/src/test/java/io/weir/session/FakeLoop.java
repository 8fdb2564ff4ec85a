package io.weir.session;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.http.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** An event loop that turns when the test says so: its time, tasks, buffers and connections. */
final class FakeLoop {

    static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            Duration.ofSeconds(11),
            Duration.ofSeconds(12),
            Duration.ofSeconds(13));

    final HandTicker time = new HandTicker();
    final BufferPool pool;
    final Parking parking;
    final FakeConnector connector = new FakeConnector();
    final List<Reason> endings = new ArrayList<>();
    final LoopServices services;
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    FakeLoop(int buffers, int stallQuota) {
        this(buffers, stallQuota, 1 << 20);
    }

    FakeLoop(int buffers, int stallQuota, long parkedBytes) {
        parking = new Parking(parkedBytes);
        pool = new BufferPool(new PoolLimits(buffers, 0, 4096, stallQuota), time, PoolObserver.NONE);
        services = new LoopServices(
                time.timers(), pool, parking, connector, tasks::add, TIMEOUTS, Limits.DEFAULT, new SessionObserver() {
                    @Override
                    public void exchangeEnded(Timeline timeline) {
                        endings.add(timeline.reason());
                    }
                });
    }

    /** Runs the tasks that were posted. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
