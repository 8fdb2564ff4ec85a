package io.weir.server.launch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs what may block for ever, such as a write to a pipe that is not read, and waits for it no longer than a limit. */
public final class Bounded {

    private Bounded() {}

    /**
     * Runs {@code task} on a daemon thread of its own. Returns whether it has ended within {@code limit}; if not it goes on, and does not
     * keep the process alive. Returns early, with the interrupt flag set, if the calling thread is interrupted.
     */
    public static boolean run(Duration limit, Runnable task) {
        Thread thread = new Thread(task, "weir-bounded");
        thread.setDaemon(true);
        thread.start();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, limit.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
