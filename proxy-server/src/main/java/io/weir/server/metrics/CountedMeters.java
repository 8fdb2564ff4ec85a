package io.weir.server.metrics;

/** What is counted of one thing that a reload may remove. */
interface CountedMeters {

    /** Its meters. */
    MeterGroup group();

    /**
     * A number that grows with each event, those of nested tables included, from a counter that the event increments before any other. It never falls,
     * unless a nested table is swept.
     */
    double events();

    /** Whether events are still to be expected although no configuration in use has it. */
    default boolean isBusy() {
        return false;
    }

    /** Removes the meters of its parts as well. Called under the lock of the groups. */
    default void closeParts() {}
}
