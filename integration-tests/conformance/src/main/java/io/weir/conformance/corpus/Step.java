package io.weir.conformance.corpus;

import java.time.Duration;

/** Bytes, one character each, sent in one piece after a pause. */
public record Step(Duration pause, String bytes) {

    private static final Duration PAUSE = Duration.ofMillis(200);

    static Step now(String bytes) {
        return new Step(Duration.ZERO, bytes);
    }

    static Step later(String bytes) {
        return new Step(PAUSE, bytes);
    }
}
