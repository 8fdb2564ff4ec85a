package io.weir.containers;

/** Closes what a test has started. */
final class Closing {

    private Closing() {}

    /** In this order; what was not started is null and passed over. All are closed, also after a failure. */
    static void all(AutoCloseable... started) {
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
