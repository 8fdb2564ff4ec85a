package io.weir.route;

/**
 * Bounds on the requests of one route, on top of those of the listener.
 *
 * @param bodyBytes of the body, without framing
 * @param targetBytes of the target, as received
 * @param fields lines of the head
 * @param headBytes of the head
 */
public record RouteLimits(long bodyBytes, int targetBytes, int fields, int headBytes) {

    /** None. */
    public static final RouteLimits NONE =
            new RouteLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    public RouteLimits {
        if (bodyBytes < 0 || targetBytes < 1 || fields < 0 || headBytes < 1) {
            throw new IllegalArgumentException("limits: " + bodyBytes + ", " + targetBytes + ", " + fields + ", "
                    + headBytes + " (expected: none negative)");
        }
    }
}
