package io.weir.server.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM, SIGINT and SIGHUP, as the JVM reports them: by running its shutdown hooks. */
public final class JvmStopSignal implements StopSignal {

    /*
     * After a signal the JVM exits with 128 + the signal's number once its hooks have run, whatever the program made of it. An
     * orderly stop is to be 0. So the hook only wakes the main thread, waits for it to say with which code it is done, and halts
     * the JVM with that code. Halting skips nothing: by then everything of ours is closed and flushed.
     *
     * System.exit() runs the hook as well. It finds the code already there and halts at once.
     *
     * The hook bounds its wait: a stop that hangs must not keep the process alive.
     */

    private final AtomicBoolean hooked = new AtomicBoolean();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.UNEXPECTED.number();
    private volatile Duration grace = Duration.ZERO;

    @Override
    public void await(Duration graceForStop) throws InterruptedException {
        hook(graceForStop);
        told.await();
    }

    @Override
    public boolean await(Duration graceForStop, Duration longest) throws InterruptedException {
        hook(graceForStop);
        return told.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the process. Does not return. */
    public void exit(int code) {
        exitCode = code;
        done.countDown();
        System.exit(code);
    }

    private void hook(Duration graceForStop) {
        grace = graceForStop;
        if (hooked.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "weir-stop"));
        }
    }

    private void stopAndHalt() {
        told.countDown();
        try {
            if (!done.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("event=stop_hangs after=" + grace + " exit_code=" + exitCode);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
