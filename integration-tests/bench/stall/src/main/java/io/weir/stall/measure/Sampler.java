package io.weir.stall.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes samples at an interval, on a thread of its own, until it is closed. */
public final class Sampler implements AutoCloseable {

    private final Supplier<Sample> source;
    private final Duration interval;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "sampler");

    /** Begins at once. */
    public Sampler(Supplier<Sample> source, Duration interval) {
        this.source = source;
        this.interval = interval;
        thread.setDaemon(true);
        thread.start();
    }

    /** What has been sampled so far. */
    public List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Sample sample = source.get();
                synchronized (samples) {
                    samples.add(sample);
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
