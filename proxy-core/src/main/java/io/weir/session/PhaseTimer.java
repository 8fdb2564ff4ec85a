package io.weir.session;

import io.weir.time.Scheduler;
import io.weir.time.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What one flow of a session is waiting for, and until when. It waits for one thing at a time. Time in line for a buffer of ours
 * stops the clock of the phase that it interrupts. Confined to its event loop.
 */
final class PhaseTimer {

    private final Timer timer;
    private Ending onExpiry = Ending.DONE;
    private Ending interrupted = Ending.DONE;
    private long remainingNanos;

    /** {@code expired} is told how the exchange ends when a phase has taken too long. */
    PhaseTimer(Scheduler scheduler, Consumer<Ending> expired) {
        timer = scheduler.timer(() -> expired.accept(onExpiry));
    }

    /** Enters a phase, in place of any other. */
    void enter(Ending ending, Duration limit) {
        onExpiry = ending;
        timer.arm(limit);
    }

    /** Is in no phase. */
    void leave() {
        timer.disarm();
    }

    /** Puts another phase before the present one, whose clock stops. */
    void interrupt(Ending ending, Duration limit) {
        interrupted = timer.isArmed() ? onExpiry : Ending.DONE;
        remainingNanos = timer.remainingNanos();
        enter(ending, limit);
    }

    /** Goes on with the phase that was interrupted. */
    void resume() {
        if (interrupted == Ending.DONE) {
            leave();
        } else {
            onExpiry = interrupted;
            timer.armNanos(remainingNanos);
        }
    }
}
