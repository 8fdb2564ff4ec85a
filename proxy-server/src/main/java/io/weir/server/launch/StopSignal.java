package io.weir.server.launch;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Tells when the program is to stop. */
public interface StopSignal {

    /**
     * Makes a signal ask for an orderly stop from now on. Before, it ends the process at once, as a command that serves nothing wants it.
     */
    void arm();

    /**
     * Waits until the program is to stop. The stop that follows must be over within {@code grace}.
     *
     * @param sessions counts the open front connections, which a second signal cuts off; may be called on any thread
     * @throws InterruptedException if the thread is interrupted
     */
    void await(Duration grace, IntSupplier sessions) throws InterruptedException;

    /** Waits until the program is to stop, but not longer than {@code longest}. Whether the program is to stop. */
    boolean await(Duration grace, Duration longest) throws InterruptedException;
}
