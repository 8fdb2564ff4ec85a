package io.weir.exchange;

import io.weir.reason.Ending;
import io.weir.time.Scheduler;
import io.weir.time.Timer;
import java.time.Duration;

/**
 * What one flow of a session is waiting for, and until when. It waits for one thing at a time. Time in line for a buffer of ours
 * stops the clock of the phase that it interrupts. Confined to its event loop.
 */
public final class PhaseTimer implements Runnable {

    /** The party whose phases these are. */
    public interface Owner {

        /** A phase has taken too long, for which the owner is to end in this way. */
        void onExpired(Ending ending);

        /** Code of ours has thrown what it should not have, in {@link #onExpired}. */
        void onBug(Throwable cause);
    }

    private final Owner owner;
    private final Timer timer;
    private Ending onExpiry = Ending.DONE;
    private Ending interrupted = Ending.DONE;
    private long remainingNanos;
    private boolean interrupting;

    /** A timer in no phase. */
    public PhaseTimer(Scheduler scheduler, Owner owner) {
        this.owner = owner;
        timer = scheduler.timer(this);
    }

    /** The timer has expired. */
    @Override
    public void run() {
        try {
            owner.onExpired(onExpiry);
        } catch (RuntimeException e) {
            owner.onBug(e);
        }
    }

    /** Enters a phase, in place of any other. During an interruption it takes the place of the interrupted one. */
    public void enter(Ending ending, Duration limit) {
        if (interrupting) {
            interrupted = ending;
            remainingNanos = limit.toNanos();
        } else {
            onExpiry = ending;
            timer.arm(limit);
        }
    }

    /** Makes the present phase, which was entered with {@code before} and is not interrupted, end as if it had been entered with {@code limit}. */
    public void limit(Duration before, Duration limit) {
        timer.armNanos(timer.remainingNanos() - before.minus(limit).toNanos());
    }

    /** Is in no phase. */
    public void leave() {
        interrupting = false;
        timer.disarm();
    }

    /** Is in no phase, and will not be soon: whoever it belongs to ends. */
    public void close() {
        interrupting = false;
        timer.discard();
    }

    /** Puts another phase before the present one, whose clock stops. */
    public void interrupt(Ending ending, Duration limit) {
        interrupted = timer.isArmed() ? onExpiry : Ending.DONE;
        remainingNanos = timer.remainingNanos();
        enter(ending, limit);
        interrupting = true;
    }

    /** Goes on with the phase that was interrupted. */
    public void resume() {
        interrupting = false;
        if (interrupted == Ending.DONE) {
            leave();
        } else {
            onExpiry = interrupted;
            timer.armNanos(remainingNanos);
        }
    }
}
