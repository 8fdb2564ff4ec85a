package io.weir.server.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;

/** The hang-ups of a program: those that come while it starts are one reload once it serves. Safe for use by any thread. */
final class HangUps {

    @GuardedBy("this")
    private Optional<Runnable> reload = Optional.empty();

    @GuardedBy("this")
    private boolean isAsked;

    /** The program was sent a hang-up. */
    void come() {
        Optional<Runnable> known;
        synchronized (this) {
            known = reload;
            isAsked = true;
        }
        known.ifPresent(Runnable::run);
    }

    /** Has each hang-up run {@code task} from now on; at once if one has come. */
    void serve(Runnable task) {
        boolean isLate;
        synchronized (this) {
            reload = Optional.of(task);
            isLate = isAsked;
        }
        if (isLate) {
            task.run();
        }
    }
}
