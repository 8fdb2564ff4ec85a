package io.weir.route;

import java.time.Duration;
import java.util.Optional;

/**
 * How long phases may take for the requests of one route; what is not said is as it is for all. Each is positive.
 *
 * @param requestIdle without a byte of a request body
 * @param slot in line for a server that has as many exchanges as it may
 * @param responseHead from the end of the request to the head of the response
 * @param responseIdle without a byte of a response body
 * @param writeStall without the other side taking a byte of what there is for it
 * @param tunnelIdle of a tunnel without a byte either way
 */
public record RouteTimeouts(
        Optional<Duration> requestIdle,
        Optional<Duration> slot,
        Optional<Duration> responseHead,
        Optional<Duration> responseIdle,
        Optional<Duration> writeStall,
        Optional<Duration> tunnelIdle) {

    /** None. */
    public static final RouteTimeouts NONE = new RouteTimeouts(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
