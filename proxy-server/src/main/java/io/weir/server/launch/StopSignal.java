package io.weir.server.launch;

import java.time.Duration;

/** Tells when the program is to stop. */
public interface StopSignal {

    /**
     * Waits until the program is to stop. The stop that follows must be over within {@code grace}.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Duration grace) throws InterruptedException;

    /** Waits as {@link #await}, but not longer than {@code longest}. Whether the program is to stop. */
    boolean await(Duration grace, Duration longest) throws InterruptedException;
}
