package io.weir.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process is about to do: the one place of these tests where time passes. */
final class Eventually {

    /** How long anything may take that is expected to come soon, on a machine with other things to do. */
    static final Duration SOON = Duration.ofSeconds(60);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** What is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /** Waits until the condition holds. Fails if it does not do so soon. */
    static void holds(String what, Condition condition) {
        holds(what, SOON, condition);
    }

    /** Waits until the condition holds. Fails if it takes longer. */
    static void holds(String what, Duration limit, Condition condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!now(condition)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Waits until all assertions hold. Fails as they do if that takes too long. */
    static void passes(Runnable assertions) {
        AtomicReference<AssertionError> last = new AtomicReference<>(new AssertionError("never tried"));
        try {
            holds("the assertions", () -> fulfilled(assertions, last));
        } catch (AssertionError tooLate) {
            tooLate.initCause(last.get());
            throw tooLate;
        }
    }

    private static boolean fulfilled(Runnable assertions, AtomicReference<AssertionError> last) {
        try {
            assertions.run();
            return true;
        } catch (AssertionError notYet) {
            last.set(notYet);
            return false;
        }
    }

    /** Lets time pass, for a figure that is measured over it. */
    static void pass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static boolean now(Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
