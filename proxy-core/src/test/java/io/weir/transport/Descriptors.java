package io.weir.transport;

import io.weir.time.Occasion;
import io.weir.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A process with so many free file descriptors, for a reserve. */
final class Descriptors {

    private final AtomicInteger free;
    private final AtomicInteger held = new AtomicInteger();

    Descriptors(int free) {
        this.free = new AtomicInteger(free);
    }

    /** An admission for which descriptors are never short. */
    static Admission admission(int limit) {
        return new Admission(
                limit, new DescriptorReserve(0, () -> () -> {}), new Occasion(Ticker.SYSTEM, Duration.ofMinutes(1)));
    }

    Admission admission(int limit, int reserve) {
        return new Admission(limit, reserve(reserve), new Occasion(Ticker.SYSTEM, Duration.ofMinutes(1)));
    }

    DescriptorReserve reserve(int size) {
        return new DescriptorReserve(size, this::take);
    }

    /** What else runs in the process takes so many more; fewer if negative. */
    void take(int count) {
        free.addAndGet(-count);
    }

    int free() {
        return free.get();
    }

    int held() {
        return held.get();
    }

    private Closeable take() throws IOException {
        if (free.decrementAndGet() < 0) {
            free.incrementAndGet();
            throw new IOException("Too many open files");
        }
        held.incrementAndGet();
        return () -> {
            held.decrementAndGet();
            free.incrementAndGet();
        };
    }
}
