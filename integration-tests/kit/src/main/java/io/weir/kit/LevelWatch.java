package io.weir.kit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes the level of the buffers again and again, in a thread of its own, while something else happens. Scrapes at least once, however
 * soon it is closed.
 */
public final class LevelWatch implements AutoCloseable {

    private final Supplier<Scrape> metrics;
    private final Thread thread;
    private volatile boolean closed;

    // Written by the thread, read after its end.
    private @Nullable Throwable failure;
    private int scrapes;
    private long highestLeased;
    private long highestWaiting;
    private long limit;

    LevelWatch(Supplier<Scrape> metrics) {
        this.metrics = metrics;
        thread = new Thread(this::watch, "level-watch");
        thread.setDaemon(true);
    }

    /** Begins to scrape. */
    public static LevelWatch start(Supplier<Scrape> metrics) {
        return new LevelWatch(metrics).begin();
    }

    LevelWatch begin() {
        thread.start();
        return this;
    }

    /** Ends the watch. Fails if the level was ever above its limit, or if a scrape failed: what was not looked at is not within it. */
    public LevelWatch assertWithinLimit() {
        close();
        if (failure != null) {
            throw new AssertionError("the watch ended after " + this, failure);
        }
        if (highestLeased > limit) {
            throw new AssertionError("leased, at most: " + highestLeased + " (expected: <= " + limit + ")");
        }
        return this;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The highest levels that were seen, in words. */
    @Override
    public String toString() {
        return "at most %d of %d leased, at most %d waiting, in %d scrapes"
                .formatted(highestLeased, limit, highestWaiting, scrapes);
    }

    private void watch() {
        try {
            do {
                look(metrics.get());
            } while (!closed);
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void look(Scrape now) {
        scrapes++;
        limit = now.count("weir_buffers_limit");
        highestLeased = Math.max(highestLeased, now.count("weir_buffers_leased"));
        highestWaiting = Math.max(highestWaiting, now.count("weir_buffers_waiting"));
    }
}
