package io.weir.http1;

/**
 * Bounds of one head.
 *
 * @param maxFields how many field lines it may have
 * @param maxHeadBytes within how many bytes it must end, start line, empty line and a tolerated leading empty line
 *     included
 */
public record HeadLimits(int maxFields, int maxHeadBytes) {

    public HeadLimits {
        if (maxFields < 1) {
            throw new IllegalArgumentException("maxFields: " + maxFields + " (expected: >= 1)");
        }
        if (maxHeadBytes < 1) {
            throw new IllegalArgumentException("maxHeadBytes: " + maxHeadBytes + " (expected: >= 1)");
        }
    }
}
