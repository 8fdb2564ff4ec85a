package io.weir.versus.load;

/**
 * When requests are to be sent: at a constant rate, whatever becomes of them.
 *
 * @param begin of the first, in nanoseconds
 * @param ratePerSecond of requests
 */
record Pace(long begin, int ratePerSecond) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** The time of a request, the first of which has the number 0. */
    long nanosOf(long request) {
        return begin + Math.round(request * NANOS_PER_SECOND / ratePerSecond);
    }

    /** How many there are in so many seconds. */
    long count(int seconds) {
        return (long) ratePerSecond * seconds;
    }
}
