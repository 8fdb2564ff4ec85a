package io.weir.stall.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Sends small requests at a fixed rate, whether or not earlier ones were answered, each on a new connection. */
public final class Prober {

    /** How long a request may take. Beyond that nobody is waiting for it any more. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InetSocketAddress proxy;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(4096);
    private final ArrayDeque<Probe> unanswered = new ArrayDeque<>();
    private final LongStream.Builder answeredNanos = LongStream.builder();
    private final Map<String, Integer> failures = new HashMap<>();

    private Prober(InetSocketAddress proxy) {
        this.proxy = proxy;
    }

    /** Sends requests for so long, waits for the last of them, and returns how they fared. */
    public static Latencies probe(InetSocketAddress proxy, int perSecond, Duration duration) throws IOException {
        try (Selector selector = Selector.open()) {
            return new Prober(proxy).run(selector, perSecond, duration);
        }
    }

    private Latencies run(Selector selector, int perSecond, Duration duration) throws IOException {
        long begin = System.nanoTime();
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        int toSend = (int) (duration.toNanos() / interval);
        int sent = 0;
        while (sent < toSend || !unanswered.isEmpty()) {
            long now = System.nanoTime();
            while (sent < toSend && now - (begin + sent * interval) >= 0) {
                unanswered.add(Probe.send(selector, proxy));
                sent++;
            }
            expire(System.nanoTime());
            long wait = sent < toSend ? begin + sent * interval - System.nanoTime() : interval;
            select(selector, wait);
        }
        return new Latencies(sent, answeredNanos.build().toArray(), failures);
    }

    // A request may be sent up to 1 ms late, which is not part of its time: spinning would take the proxy's CPU.
    private void select(Selector selector, long waitNanos) throws IOException {
        selector.select(
                this::onReady, Math.max(1, waitNanos / Duration.ofMillis(1).toNanos()));
    }

    private void onReady(SelectionKey key) {
        ((Probe) key.attachment()).onReady(scratch);
    }

    // They were sent in this order, so those that are overdue are at the head, behind some that are over.
    private void expire(long now) {
        unanswered.stream()
                .takeWhile(probe -> now - probe.sentNanos() > PATIENCE.toNanos())
                .forEach(probe -> probe.fail("not in time"));
        while (!unanswered.isEmpty() && unanswered.getFirst().isOver()) {
            record(unanswered.removeFirst());
        }
    }

    private void record(Probe probe) {
        if (probe.failure().isEmpty()) {
            answeredNanos.add(probe.nanos());
        } else {
            failures.merge(probe.failure(), 1, Integer::sum);
        }
    }
}
