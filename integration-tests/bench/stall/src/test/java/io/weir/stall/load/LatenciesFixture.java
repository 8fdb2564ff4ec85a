package io.weir.stall.load;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

/** Latencies as a test wants them. */
public final class LatenciesFixture {

    private LatenciesFixture() {}

    /** So many sent, and those answered that have a time here. */
    public static Latencies of(int sent, long... answeredMillis) {
        return of(sent, Map.of(), answeredMillis);
    }

    /** So many sent, those answered that have a time here, and others not for these reasons. */
    public static Latencies of(int sent, Map<String, Integer> failures, long... answeredMillis) {
        long[] nanos = LongStream.of(answeredMillis)
                .map(millis -> Duration.ofMillis(millis).toNanos())
                .toArray();
        return new Latencies(sent, nanos, failures);
    }
}
