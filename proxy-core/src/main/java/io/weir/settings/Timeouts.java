package io.weir.settings;

import io.weir.route.RouteTimeouts;
import java.time.Duration;

/**
 * How long each phase may take. All are finite and positive, but for the last.
 *
 * @param connect to reach a server
 * @param requestHead from the first byte of a request to the end of its head
 * @param requestIdle without a byte of a request body
 * @param buffer in line for a buffer
 * @param slot in line for a server that has as many exchanges as it may
 * @param responseHead from the end of the request to the head of the response
 * @param responseIdle without a byte of a response body
 * @param writeStall without the other side taking a byte of what there is for it
 * @param stalled of a buffer without progress, from which on its holder loses it when others wait
 * @param keepAlive of a front connection between two requests
 * @param serverKeepAlive of an idle back connection
 * @param tunnelIdle of a tunnel without a byte either way
 * @param drain for exchanges to end once Weir is told to stop
 * @param oldGeneration for exchanges and tunnels to end once the configuration is replaced under which they began; zero for as long as they take
 */
public record Timeouts(
        Duration connect,
        Duration requestHead,
        Duration requestIdle,
        Duration buffer,
        Duration slot,
        Duration responseHead,
        Duration responseIdle,
        Duration writeStall,
        Duration stalled,
        Duration keepAlive,
        Duration serverKeepAlive,
        Duration tunnelIdle,
        Duration drain,
        Duration oldGeneration) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The longest timeout that is taken for finite. */
    public static final Duration MAX = Duration.ofDays(7);

    /** The timeouts of a proxy for which none are given. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ZERO);

    public Timeouts {
        require("connect", connect);
        require("requestHead", requestHead);
        require("requestIdle", requestIdle);
        require("buffer", buffer);
        require("slot", slot);
        require("responseHead", responseHead);
        require("responseIdle", responseIdle);
        require("writeStall", writeStall);
        require("stalled", stalled);
        require("keepAlive", keepAlive);
        require("serverKeepAlive", serverKeepAlive);
        require("tunnelIdle", tunnelIdle);
        require("drain", drain);
        if (oldGeneration.isNegative() || oldGeneration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "oldGeneration: " + oldGeneration + " (expected: >= 0 and <= " + MAX + ")");
        }
    }

    /** The same, but for what a route says. */
    public Timeouts with(RouteTimeouts route) {
        return new Timeouts(
                connect,
                requestHead,
                route.requestIdle().orElse(requestIdle),
                buffer,
                route.slot().orElse(slot),
                route.responseHead().orElse(responseHead),
                route.responseIdle().orElse(responseIdle),
                route.writeStall().orElse(writeStall),
                stalled,
                keepAlive,
                serverKeepAlive,
                route.tunnelIdle().orElse(tunnelIdle),
                drain,
                oldGeneration);
    }

    /**
     * How long a back connection may lie idle: a second less than its server promises, so that the server does not close it while the next
     * request is on its way. 0 or less if not at all.
     *
     * @param promisedSeconds how long the server keeps it, as the server says; -1 if it does not say
     */
    public long idleNanos(int promisedSeconds) {
        long most = serverKeepAlive.toNanos();
        return promisedSeconds < 0 ? most : Math.min(most, (promisedSeconds - 1) * NANOS_PER_SECOND);
    }

    private static void require(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0 and <= " + MAX + ")");
        }
    }
}
