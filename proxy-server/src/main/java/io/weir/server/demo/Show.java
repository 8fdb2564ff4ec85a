package io.weir.server.demo;

import io.netty.channel.EventLoopGroup;
import io.weir.buffer.PoolLevel;
import io.weir.server.launch.Program;
import io.weir.server.launch.StopSignal;
import io.weir.server.text.Addresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What one sees: an introduction, the level as it changes, and a summary. */
final class Show implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_PER_SECOND = 10;
    private static final int TICKS_BEFORE_STORM = 3 * TICKS_PER_SECOND;
    private static final Duration GRACE = Duration.ofSeconds(10);

    // Five seconds of small requests: soon forgets what was before.
    private static final int LATEST = 250;

    private final Program program;
    private final Screen screen;
    private final LongAdder requests;
    private final Latencies latencies = new Latencies(LATEST);
    private final Crowd crowd = new Crowd();
    private final InetSocketAddress proxy;
    private int highest;
    private long requestsBefore;
    private long requestsPerSecond;

    /** Owns the program. */
    Show(Program program, Screen screen, LongAdder requests) {
        this.program = program;
        this.screen = screen;
        this.requests = requests;
        this.proxy = program.address("demo");
    }

    void run(DemoOptions options, EventLoopGroup loop, StopSignal stop) throws InterruptedException {
        introduce(options);
        long lastTick = options.duration().dividedBy(TICK);
        Prober prober = Prober.start(proxy, latencies);
        for (long tick = 1; !stop.await(GRACE, TICK) && (lastTick == 0 || tick <= lastTick); tick++) {
            tick(tick, options, loop);
        }
        prober.close();
        summarize(options);
    }

    @Override
    public void close() {
        program.close();
    }

    private void tick(long tick, DemoOptions options, EventLoopGroup loop) {
        if (tick == TICKS_BEFORE_STORM && options.stalledReaders() > 0) {
            screen.print("now " + options.stalledReaders() + " clients ask for /big, 100 MB each, and hardly read:");
            crowd.arrive(options.stalledReaders(), proxy, loop);
        }
        PoolLevel level = program.buffers();
        highest = Math.max(highest, level.leased());
        if (tick % TICKS_PER_SECOND == 0) {
            long now = requests.sum();
            requestsPerSecond = now - requestsBefore;
            requestsBefore = now;
        }
        if (tick % (TICKS_PER_SECOND / screen.updatesPerSecond()) == 0) {
            screen.show(LevelLine.of(level, program.status().sessions(), requestsPerSecond, latencies.summary()));
        }
    }

    private void introduce(DemoOptions options) {
        String url = Addresses.localUrl(proxy);
        PoolLevel level = program.buffers();
        screen.print("Weir is in front of two small servers, with " + level.limit()
                + " buffers of 16 KiB for all traffic. Try, in another window:");
        screen.print("  curl " + url + "/small");
        screen.print("  curl " + url + "/big | md5sum");
        screen.print("  curl --data-binary @FILE " + url + "/echo");
        program.admin().ifPresent(admin -> screen.print("  curl " + Addresses.localUrl(admin) + "/metrics"));
        screen.print(
                options.stalledReaders() > 0
                        ? "50 small requests a second pass through it; a storm comes in 3 seconds. Ctrl-C ends."
                        : "50 small requests a second pass through it; --storm adds clients that do not read. Ctrl-C ends.");
        screen.print("");
    }

    private void summarize(DemoOptions options) {
        Latencies.Summary small = latencies.summary();
        screen.print(String.format(
                Locale.ROOT,
                "%d small requests answered, %d failed, p50 %.1f ms, p99 %.1f ms; at most %d of %d buffers leased",
                small.answered(),
                small.failed(),
                small.p50Millis(),
                small.p99Millis(),
                highest,
                program.buffers().limit()));
        if (options.stalledReaders() > 0) {
            screen.print(crowd.alive() + " of " + options.stalledReaders() + " stalled clients still connected");
        }
    }
}
