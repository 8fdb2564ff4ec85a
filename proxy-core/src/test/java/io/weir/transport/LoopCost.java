package io.weir.transport;

import io.weir.testing.wire.RunningProxy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** What the event loops of a proxy do between two moments: tasks, and processor time. */
record LoopCost(long tasks, Duration processorTime) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Since the process began. Only one proxy may be running. */
    static LoopCost now(RunningProxy proxy) {
        long nanos = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("weir-loop")) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return new LoopCost(proxy.status().loopTasks(), Duration.ofNanos(nanos));
    }

    LoopCost minus(LoopCost earlier) {
        return new LoopCost(tasks - earlier.tasks, processorTime.minus(earlier.processorTime));
    }
}
