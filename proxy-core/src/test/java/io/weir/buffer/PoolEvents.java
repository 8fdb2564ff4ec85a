package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;

/** Notes what a pool tells its observer, one line each. */
final class PoolEvents implements PoolObserver {

    private final List<String> lines = new ArrayList<>();

    @Override
    public synchronized void waitEnded(Flow flow, WaitClass waitClass, WaitEnd end, long waitedNanos) {
        lines.add(end + " " + flow + " " + waitClass + " after " + waitedNanos + " ns");
    }

    @Override
    public synchronized void leakReclaimed(long session, Flow flow) {
        lines.add("LEAK " + flow + " of session " + session);
    }

    @Override
    public synchronized void rescued(int waiters) {
        lines.add("RESCUED " + waiters);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
