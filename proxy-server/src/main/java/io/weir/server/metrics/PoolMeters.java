package io.weir.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.weir.buffer.Flow;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.WaitClass;
import java.util.concurrent.TimeUnit;

/** Measures waits for buffers. Leaks and rescues are part of the pool's level. */
final class PoolMeters implements PoolObserver {

    private static final WaitClass[] CLASSES = WaitClass.values();
    private static final WaitEnd[] ENDS = WaitEnd.values();

    /** By flow, class and end, so that an event costs an index and no look-up. */
    private final Timer[] waits = new Timer[Flow.values().length * CLASSES.length * ENDS.length];

    PoolMeters(MeterRegistry registry) {
        for (Flow flow : Flow.values()) {
            for (WaitClass waitClass : CLASSES) {
                for (WaitEnd end : ENDS) {
                    waits[index(flow, waitClass, end)] = register(registry, flow, waitClass, end);
                }
            }
        }
    }

    @Override
    public void waitEnded(Flow flow, WaitClass waitClass, WaitEnd end, long waitedNanos) {
        waits[index(flow, waitClass, end)].record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    private static int index(Flow flow, WaitClass waitClass, WaitEnd end) {
        return (flow.ordinal() * CLASSES.length + waitClass.ordinal()) * ENDS.length + end.ordinal();
    }

    private static Timer register(MeterRegistry registry, Flow flow, WaitClass waitClass, WaitEnd end) {
        return Buckets.WAIT
                .timer("weir.buffer.wait", "Time in line for a buffer, of those who had to wait")
                .tags("flow", Words.of(flow), "class", Words.of(waitClass), "end", Words.of(end))
                .register(registry);
    }
}
