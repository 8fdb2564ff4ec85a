package io.weir.server.launch;

import java.time.Duration;

/** Tells when the program is to stop. */
public interface StopSignal {

    /**
     * Makes a signal ask for an orderly stop from now on. Before, it ends the process at once, as a command that serves nothing wants it.
     */
    void arm();

    /**
     * Waits until the program is to stop. The stop that follows must be over within {@code grace}.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Duration grace) throws InterruptedException;

    /** Waits as {@link #await}, but not longer than {@code longest}. Whether the program is to stop. */
    boolean await(Duration grace, Duration longest) throws InterruptedException;
}
