package io.weir.kit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until another process or container has done something that it does not signal. All passing of time in black-box tests is here.
 *
 * <p>A condition is looked at at once, then after pauses that grow from 1 ms to 20 ms: a condition that holds soon costs no time,
 * and an expensive one, such as a question to the Docker daemon, is not asked hundreds of times a second.
 */
public final class Eventually {

    /** The limit for what is expected to come soon, on a machine that does much else. */
    public static final Duration SOON = Duration.ofSeconds(60);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A condition to wait for. A checked exception fails the wait. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /** Waits until the condition holds. Fails after {@link #SOON}. */
    public static void holds(String what, Condition condition) {
        holds(what, SOON, condition);
    }

    /** Waits until the condition holds. Fails after {@code limit}, and at once when the thread is interrupted, which it then still is. */
    public static void holds(String what, Duration limit, Condition condition) {
        long begun = System.nanoTime();
        for (long pause = FIRST_PAUSE_NANOS; !now(condition); pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted before: " + what);
            }
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(pause);
        }
    }

    /** Waits until all assertions hold. Fails after {@link #SOON}, with the last failed assertion as the cause. */
    public static void passes(Runnable assertions) {
        passes(SOON, assertions);
    }

    static void passes(Duration limit, Runnable assertions) {
        AtomicReference<AssertionError> last = new AtomicReference<>(new AssertionError("never tried"));
        try {
            holds("the assertions", limit, () -> fulfilled(assertions, last));
        } catch (AssertionError tooLate) {
            throw new AssertionError(tooLate.getMessage(), last.get());
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

    /** Lets time pass, for a figure that is measured over it. Returns early when the thread is interrupted. */
    public static void pass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static boolean now(Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
