package io.weir.http;

/**
 * What a step of parsing returns, as one {@code int} so that it costs nothing: an index from which to go on (0 where
 * there is none to tell), or a negative number for "bytes are missing" and for each violation.
 */
public final class Outcome {

    public static final int OK = 0;
    public static final int INCOMPLETE = -1;
    private static final int FIRST_VIOLATION = -2;
    private static final Violation[] VIOLATIONS = Violation.values();

    private Outcome() {}

    @SuppressWarnings("EnumOrdinal") // never leaves this process
    public static int refused(Violation violation) {
        return FIRST_VIOLATION - violation.ordinal();
    }

    public static boolean isRefused(int outcome) {
        return outcome <= FIRST_VIOLATION;
    }

    public static Violation violation(int outcome) {
        if (!isRefused(outcome)) {
            throw new IllegalStateException("outcome: " + outcome + " (expected: a violation)");
        }
        return VIOLATIONS[FIRST_VIOLATION - outcome];
    }
}
