package io.weir.testing.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what nobody signals: looks again and again, for a bounded number of times. */
public final class Polling {

    private static final int BETWEEN_LOOKS_MILLIS = 2;
    static final int MOST_LOOKS = Patience.MILLIS / BETWEEN_LOOKS_MILLIS;

    private Polling() {}

    public static void await(String what, BooleanSupplier holds, Supplier<String> description) {
        for (int looks = 0; !holds.getAsBoolean(); looks++) {
            if (looks == MOST_LOOKS) {
                throw new AssertionError("not in time: " + what + "; " + description.get());
            }
            pause();
        }
    }

    static void pause() {
        try {
            boolean never = new CountDownLatch(1).await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
            assert !never;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
