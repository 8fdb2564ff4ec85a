package io.weir.buffer;

/** How urgent a need for a buffer is: the order in which waiters are served. */
public enum WaitClass {
    /** Lets work that has begun come to its end, and so frees something. May use the reserve. */
    FINISH,
    /** Begins new work. */
    START,
    /** Goes on with work that can be continued at any time. */
    CONTINUE;

    /** Whether this class is served before {@code other}. */
    public boolean isMoreUrgentThan(WaitClass other) {
        return ordinal() < other.ordinal();
    }
}
