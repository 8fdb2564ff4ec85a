package io.weir.kit;

import org.jspecify.annotations.Nullable;

/** Closes what a test class has started. */
public final class Closing {

    private Closing() {}

    /**
     * Closes all in this order, also after a failure. A resource that was not started, because the start of an earlier one failed, is null
     * and passed over. Fails with the last failure as the cause.
     */
    public static void all(@Nullable AutoCloseable... started) {
        AssertionError failure = null;
        for (AutoCloseable each : started) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                failure = new AssertionError("not closed: " + each, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
