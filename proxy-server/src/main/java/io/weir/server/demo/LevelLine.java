package io.weir.server.demo;

import io.weir.buffer.PoolLevel;
import java.util.Locale;

/** The pool's level and what small requests feel of it, as one line. */
final class LevelLine {

    private static final int BAR = 10;

    private LevelLine() {}

    static String of(PoolLevel level, int sessions, long requestsPerSecond, Latencies.Summary small) {
        return String.format(
                Locale.ROOT,
                "[%s] %d/%d leased  %d/%d stalled  %d waiting  %d clients  %d req/s  p50 %.1f ms  p99 %.1f ms",
                bar(level.leased(), level.limit()),
                level.leased(),
                level.limit(),
                level.stalled(),
                level.stallQuota(),
                level.waiting(),
                sessions,
                requestsPerSecond,
                small.p50Millis(),
                small.p99Millis());
    }

    private static String bar(int used, int limit) {
        int full = (int) Math.ceil((double) BAR * used / limit);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }
}
