package io.weir.server.launch;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Tells when the program is to stop. */
public interface StopSignal {

    /**
     * Makes a signal ask for an orderly stop from now on. Before, it ends the process at once, as a command that serves nothing wants it.
     */
    void arm();

    /**
     * Has SIGHUP run this from now on, on a thread of its own, in place of being ignored. Where a terminal was attached at start SIGHUP asks for the stop
     * all the same, since it means that the terminal is gone.
     */
    void onHangUp(Runnable reload);

    /**
     * Waits until the program is to stop. The stop that follows must be over within {@code grace}, which may change until then.
     *
     * @param sessions counts the open front connections, which a second signal cuts off; may be called on any thread
     * @return why it is to stop, for the log: the name of a signal, such as {@code SIGTERM}, or a few words
     * @throws InterruptedException if the thread is interrupted
     */
    String await(Supplier<Duration> grace, IntSupplier sessions) throws InterruptedException;

    /** Waits until the program is to stop, but not longer than {@code longest}. Whether the program is to stop. */
    boolean await(Duration grace, Duration longest) throws InterruptedException;
}
