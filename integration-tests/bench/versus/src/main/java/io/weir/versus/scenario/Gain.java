package io.weir.versus.scenario;

/**
 * Tells when a proxy that is loaded in turns no longer gets faster: when two turns in a row have not been faster than the best. One may
 * only have been disturbed.
 */
final class Gain {

    private static final int TURNS_WITHOUT = 2;
    private static final double LEAST = 0.05;

    private double best;
    private int without;

    /** Begins with the time that a request took in the first turn. */
    Gain(double first) {
        best = first;
    }

    /** Takes the time of the next turn, and tells whether it was the last that was needed. */
    boolean isOverWith(double next) {
        without = next < best * (1 - LEAST) ? 0 : without + 1;
        best = Math.min(best, next);
        return without == TURNS_WITHOUT;
    }
}
