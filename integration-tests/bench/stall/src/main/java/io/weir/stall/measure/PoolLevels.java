package io.weir.stall.measure;

import java.net.InetSocketAddress;
import java.util.Optional;

/** The levels of Weir's buffer pool at one moment, as its metrics tell them. */
public record PoolLevels(
        int leased,
        int reserveLeased,
        int limit,
        int stalled,
        int waiting,
        int rescued,
        int leaked,
        int unwanted,
        int sessions,
        long parkedBytes) {

    /** Scrapes Weir's admin listener; empty if there is no answer. */
    public static Optional<PoolLevels> scrape(InetSocketAddress admin) {
        return Metrics.scrape(admin).map(PoolLevels::of);
    }

    /** Whether nobody holds a buffer or waits for one. */
    public boolean isQuiet() {
        return leased == 0 && waiting == 0;
    }

    /** What is counted only if Weir has a bug: buffers lost, waiters that only the sweep found, events that served nobody. */
    public int bugs() {
        return rescued + leaked + unwanted;
    }

    /** Buffers in use without those of the reserve. */
    public int ordinary() {
        return leased - reserveLeased;
    }

    /** The levels in one scrape. */
    public static PoolLevels of(Metrics metrics) {
        return new PoolLevels(
                (int) metrics.sum("weir_buffers_leased"),
                (int) metrics.sum("weir_buffers_reserve_leased"),
                (int) metrics.sum("weir_buffers_limit"),
                (int) metrics.sum("weir_buffers_stalled"),
                (int) metrics.sum("weir_buffers_waiting"),
                (int) metrics.sum("weir_buffers_rescued_total"),
                (int) metrics.sum("weir_buffers_leaked_total"),
                (int) metrics.sum("weir_events_unwanted_total"),
                (int) metrics.sum("weir_sessions"),
                (long) metrics.sum("weir_parked_bytes"));
    }
}
