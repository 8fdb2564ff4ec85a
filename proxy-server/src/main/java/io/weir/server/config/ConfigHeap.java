package io.weir.server.config;

/**
 * The heap that is set aside for configurations: the one that runs, those before it that exchanges still go by, and the next one while it is read.
 *
 * @param leastBytes what the configuration of the start needs to run and to be read again
 * @param bytes what is set aside, which leaves it room to grow
 * @param generations configurations in use at the same time for which that is
 */
public record ConfigHeap(long leastBytes, long bytes, int generations) {

    private static final long KIB = 1024;

    /** What is set aside for a small configuration. */
    public static final long SMALL_BYTES = 2304 * KIB;

    private static final long GRAPHS_BYTES = 2048 * KIB;
    private static final int LEAST_GENERATIONS = 3;
    private static final int GROWTH_PART = 8;

    /** Heap for a configuration, of a heap of so many bytes. */
    public static ConfigHeap of(ProgramSettings started, long heapBytes) {
        Footprint footprint = started.footprint();
        long graph = footprint.graphBytes();
        long reading = started.size().readingBytes();
        int given = started.weir().limits().generations();
        boolean isGiven = !started.automatic().contains(Automatic.GENERATIONS);
        int generations = isGiven ? given : (int) Math.max(LEAST_GENERATIONS, Math.min(given, GRAPHS_BYTES / graph));
        long graphs = graph * (isGiven ? Math.max(2, given) : 2);
        long least = footprint.meterBytes() + reading + graphs;
        long growth = Math.min(footprint.meterBytes() + reading, heapBytes / GROWTH_PART);
        long bytes = footprint.meterBytes() + reading + growth + graph * Math.max(2, generations);
        return new ConfigHeap(least, Math.max(SMALL_BYTES, bytes), generations);
    }
}
