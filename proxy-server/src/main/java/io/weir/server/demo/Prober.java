package io.weir.server.demo;

import io.weir.time.Ticker;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends small requests at a fixed rate over one connection and measures each from the moment at which it was due, so that an
 * answer that comes late also counts against those who had to wait behind it.
 */
final class Prober implements AutoCloseable {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / 50;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUEST =
            "GET /small HTTP/1.1\r\nHost: demo\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress proxy;
    private final Latencies latencies;
    private final Ticker ticker = Ticker.SYSTEM;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Prober(InetSocketAddress proxy, Latencies latencies) {
        this.proxy = proxy;
        this.latencies = latencies;
        thread = new Thread(this::probeAll, "demo-prober");
        thread.setDaemon(true);
    }

    static Prober start(InetSocketAddress proxy, Latencies latencies) {
        Prober prober = new Prober(proxy, latencies);
        prober.thread.start();
        return prober;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void probeAll() {
        try {
            while (!isClosedWithin(INTERVAL_NANOS)) {
                probeOnOneConnection();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void probeOnOneConnection() throws InterruptedException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(proxy, (int) PATIENCE.toMillis());
            probe(socket);
        } catch (IOException lost) {
            latencies.failed();
        }
    }

    private void probe(Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        long due = ticker.nanos();
        while (!isClosedWithin(due - ticker.nanos())) {
            socket.getOutputStream().write(REQUEST);
            readAnswer(in);
            latencies.answered(ticker.nanos() - due);
            due += INTERVAL_NANOS;
        }
    }

    private boolean isClosedWithin(long nanos) throws InterruptedException {
        return closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    private static void readAnswer(InputStream in) throws IOException {
        String head = readHead(in);
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(head.lines().findFirst().orElse(""));
        }
        in.skipNBytes(contentLength(head));
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int matched = 0; matched < END_OF_HEAD.length; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
            head.append((char) next);
        }
        return head.toString();
    }

    private static long contentLength(String head) throws IOException {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .map(line -> Long.valueOf(line.substring(15).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("no Content-Length"));
    }
}
