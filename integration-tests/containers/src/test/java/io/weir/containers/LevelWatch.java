package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at the level of the buffers again and again while something else happens. */
final class LevelWatch implements AutoCloseable {

    private final Weir weir;
    private final Thread thread;
    private volatile boolean closed;
    private volatile RuntimeException failure;

    // Written by the thread, read after its end.
    private int scrapes;
    private long highestLeased;
    private long highestWaiting;
    private long limit;

    private LevelWatch(Weir weir) {
        this.weir = weir;
        thread = new Thread(this::watch, "level-watch");
        thread.setDaemon(true);
    }

    static LevelWatch start(Weir weir) {
        LevelWatch watch = new LevelWatch(weir);
        watch.thread.start();
        return watch;
    }

    /** Ends the watch. Fails if the level was ever above its limit. */
    LevelWatch assertWithinLimit() {
        close();
        if (failure != null) {
            throw failure;
        }
        assertThat(scrapes).as("scrapes").isPositive();
        assertThat(highestLeased).as("leased, at most").isLessThanOrEqualTo(limit);
        return this;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was seen, in words. */
    @Override
    public String toString() {
        return "at most %d of %d leased, at most %d waiting, in %d scrapes"
                .formatted(highestLeased, limit, highestWaiting, scrapes);
    }

    private void watch() {
        try {
            while (!closed) {
                Scrape now = weir.metrics();
                scrapes++;
                limit = now.count("weir_buffers_limit");
                highestLeased = Math.max(highestLeased, now.count("weir_buffers_leased"));
                highestWaiting = Math.max(highestWaiting, now.count("weir_buffers_waiting"));
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
