package io.weir.testing.wire;

import io.weir.settings.Timeouts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The timeouts by name, so that a test sets those that it is about. */
public enum Phase {
    CONNECT,
    REQUEST_HEAD,
    REQUEST_IDLE,
    BUFFER,
    SLOT,
    RESPONSE_HEAD,
    RESPONSE_IDLE,
    WRITE_STALL,
    STALLED,
    KEEP_ALIVE,
    SERVER_KEEP_ALIVE,
    TUNNEL_IDLE,
    DRAIN,
    /** Zero unless given: exchanges of an old generation take as long as they take. */
    OLD_GENERATION;

    // Longer than any test, so that no other timeout than the one it is about hides what it finds.
    private static final Duration OTHERWISE = Duration.ofSeconds(100);

    static Timeouts timeouts(Map<Phase, Duration> given) {
        Map<Phase, Duration> all = new EnumMap<>(Phase.class);
        for (Phase phase : values()) {
            all.put(phase, given.getOrDefault(phase, OTHERWISE));
        }
        return new Timeouts(
                all.get(CONNECT),
                all.get(REQUEST_HEAD),
                all.get(REQUEST_IDLE),
                all.get(BUFFER),
                all.get(SLOT),
                all.get(RESPONSE_HEAD),
                all.get(RESPONSE_IDLE),
                all.get(WRITE_STALL),
                all.get(STALLED),
                all.get(KEEP_ALIVE),
                all.get(SERVER_KEEP_ALIVE),
                all.get(TUNNEL_IDLE),
                all.get(DRAIN),
                given.getOrDefault(OLD_GENERATION, Duration.ZERO));
    }
}
