package io.weir.testing.wire;

import io.weir.exchange.Timeline;

/** What the observer was told of one exchange at its end. */
public record Ended(
        String reason,
        int status,
        String target,
        String backend,
        String server,
        int attempts,
        boolean reused,
        long requestBytes,
        long responseBytes,
        long bufferWaitNanos,
        long slotWaitNanos) {

    static Ended of(Timeline timeline) {
        return new Ended(
                timeline.reason().word(),
                timeline.status(),
                timeline.target(),
                timeline.backend(),
                timeline.server(),
                timeline.attempts(),
                timeline.reused(),
                timeline.requestBytes(),
                timeline.responseBytes(),
                timeline.bufferWaitNanos(),
                timeline.slotWaitNanos());
    }
}
