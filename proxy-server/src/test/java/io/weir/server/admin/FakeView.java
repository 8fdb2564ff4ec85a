package io.weir.server.admin;

import io.weir.GenerationStatus;
import io.weir.ServerStatus;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.buffer.Flow;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.StalledBuffer;
import io.weir.server.config.ShownConfig;
import io.weir.server.launch.ExampleSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** A proxy that is not there, whose levels a test decides. */
final class FakeView implements AdminView {

    static final int LIMIT_OF_BUFFERS = 68;

    private static final InetAddress GREEDY = new InetSocketAddress("192.0.2.1", 1).getAddress();
    private static final InetAddress MODEST = new InetSocketAddress("192.0.2.2", 1).getAddress();

    private static final WeirSettings SETTINGS = ExampleSettings.weir();

    volatile boolean ready = true;
    volatile boolean broken;
    volatile int padding;
    volatile int leased = 3;
    volatile InetAddress client = GREEDY;
    final CountDownLatch entered = new CountDownLatch(1);
    volatile CountDownLatch gate = new CountDownLatch(0);
    final CountDownLatch askedForHealth = new CountDownLatch(1);
    volatile CountDownLatch healthGate = new CountDownLatch(0);

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public boolean isReady() {
        askedForHealth.countDown();
        await(healthGate);
        return ready;
    }

    @Override
    public RunningConfig config() {
        return new RunningConfig(3, "0123456789ab", SETTINGS, ShownConfig.EMPTY);
    }

    @Override
    public PoolLevel buffers() {
        return new PoolLevel(leased, 0, LIMIT_OF_BUFFERS, 4, 1, 32, 1, 2, 3, 5_000_000, 0, 0, 0, 9);
    }

    @Override
    public WeirStatus status() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        return new WeirStatus(
                7,
                10_000,
                true,
                false,
                2,
                0,
                false,
                0,
                4096,
                0,
                0,
                0,
                0,
                new GenerationStatus(List.of(1L), 0, 0, 0),
                List.of(
                        new ServerStatus("shop", "one", address, true, 1, 2, 0, 0, 0, 0, 0),
                        new ServerStatus("shop", "two", address, true, 1, 2, 10, 0, 0, 0, 3)));
    }

    @Override
    public List<StalledBuffer> stalled(int most) {
        return IntStream.range(0, 120)
                .mapToObj(i -> new StalledBuffer(
                        i, Flow.RESPONSE, i < 119 ? client : MODEST, Duration.ofSeconds(120 - i), 16_384 - i))
                .limit(most)
                .toList();
    }

    @Override
    public void writeMetrics(OutputStream to) throws IOException {
        entered.countDown();
        await(gate);
        if (broken) {
            throw new IllegalStateException("broken");
        }
        to.write("#".repeat(padding).getBytes(StandardCharsets.UTF_8));
        to.write("weir_buffers_leased 3.0\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
