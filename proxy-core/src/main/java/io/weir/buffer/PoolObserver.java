package io.weir.buffer;

/**
 * What a buffer pool tells about single events; levels are read from {@link BufferPool#level()}. Called on any thread, with no
 * lock held; must neither block nor throw.
 */
public interface PoolObserver {

    /** Observes nothing. */
    PoolObserver NONE = new PoolObserver() {};

    /** How a wait for a buffer ended. */
    enum WaitEnd {
        /** With a buffer. */
        GRANTED,
        /** Without one: the waiter gave up, reached its deadline or closed. */
        CANCELLED
    }

    /** A waiter has left the queue. */
    default void waitEnded(Flow flow, WaitClass waitClass, WaitEnd end, long waitedNanos) {}

    /** A lease was lost to a bug and its buffer taken back. */
    default void leakReclaimed(long session, Flow flow) {}

    /** The quiescence sweep found waiters that should have been served before. Always a bug. */
    default void rescued(int waiters) {}
}
