package io.weir.stall.reload;

import io.weir.stall.soak.Line;
import io.weir.stall.soak.ViolationException;
import io.weir.stall.wire.Paths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Downloads one after the other on several connections, each at such a pace that many reloads fall into it. Every byte is compared. */
final class Downloads {

    private static final int CONNECTIONS = 3;
    private static final long PIECE = 256 * 1024;

    private final InetSocketAddress proxy;
    private final long size;
    private final Duration pace;
    private final Ledger ledger;
    private final LongAdder exact = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /** Downloads of {@code size} bytes that take {@code pace} each, or longer if the proxy is slower. */
    Downloads(InetSocketAddress proxy, long size, Duration pace, Ledger ledger) {
        this.proxy = proxy;
        this.size = size;
        this.pace = pace;
        this.ledger = ledger;
    }

    void start() {
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            Thread thread = new Thread(this::run, "download");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Waits for the present downloads to end, and begins no more. */
    void finish() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Downloads that came to their end with the right bytes. */
    long exact() {
        return exact.sum();
    }

    long size() {
        return size;
    }

    private void run() {
        while (!over) {
            try (Line line = new Line(proxy, 0)) {
                download(line);
                exact.increment();
            } catch (IOException | ViolationException e) {
                ledger.wrong("download: " + e.getMessage());
            }
        }
    }

    private void download(Line line) throws IOException {
        line.send("GET " + Paths.BIG + "?" + size + " HTTP/1.1\r\nHost: soak.test\r\nConnection: close\r\n\r\n");
        line.expectOk();
        long begun = System.nanoTime();
        for (long position = 0; position < size; position += PIECE) {
            line.expectPattern(position, Math.min(size, position + PIECE));
            long due = begun + (long) (pace.toNanos() * ((double) position / size));
            long early = due - System.nanoTime();
            if (early > 0) {
                Line.pause(Duration.ofNanos(early));
            }
        }
    }
}
