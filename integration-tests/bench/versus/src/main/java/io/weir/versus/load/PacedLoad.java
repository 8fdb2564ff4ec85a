package io.weir.versus.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a constant rate, on a number of connections, from one thread. A request that is late because all connections wait for
 * their answers is counted from the time that it was to be sent at, so that who is slow cannot slow down what measures it.
 */
public final class PacedLoad {

    private static final int LONGEST_RESPONSE = 4096;
    private static final long NAP_NANOS = Duration.ofNanos(20_000).toNanos();
    private static final long LONGEST_ANSWER_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;

    private final ByteBuffer request;
    private final Histogram latencies = new Histogram(LONGEST_ANSWER_NANOS * 10, 3);
    private final Deque<Connection> free = new ArrayDeque<>();
    private final int connections;
    private final Pace pace;
    private final long warmUp;
    private final long count;
    private long sent;
    private long answered;

    private PacedLoad(String path, int connections, int ratePerSecond, int warmUpSeconds, int seconds) {
        this.request = Responses.request(path);
        this.connections = connections;
        this.pace = new Pace(System.nanoTime(), ratePerSecond);
        this.warmUp = pace.count(warmUpSeconds);
        this.count = warmUp + pace.count(seconds);
    }

    /** Runs one to its end. */
    public static PacedOutput run(
            InetSocketAddress proxy, String path, int connections, int ratePerSecond, int warmUpSeconds, int seconds)
            throws IOException {
        try (Selector selector = Selector.open()) {
            PacedLoad load = new PacedLoad(path, connections, ratePerSecond, warmUpSeconds, seconds);
            load.connect(proxy, selector);
            load.sendAll(selector);
            return load.output();
        }
    }

    private void connect(InetSocketAddress proxy, Selector selector) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(proxy);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            free.add(connection);
        }
    }

    private void sendAll(Selector selector) throws IOException {
        long end = pace.nanosOf(count) + LONGEST_ANSWER_NANOS;
        while (answered < count && System.nanoTime() < end) {
            sendDue();
            if (selector.selectNow(this::read) == 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
    }

    private void sendDue() throws IOException {
        long now = System.nanoTime();
        while (sent < count && !free.isEmpty() && pace.nanosOf(sent) <= now) {
            free.remove().send(sent);
            sent++;
        }
    }

    private void read(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        if (!connection.read()) {
            // Cut off: it is not used again, and its request stays unanswered.
            key.cancel();
        } else if (Responses.isComplete(connection.response)) {
            answer(connection);
        }
    }

    private void answer(Connection connection) {
        answered++;
        if (connection.number >= warmUp) {
            latencies.recordValue(Math.min(
                    latencies.getHighestTrackableValue(), System.nanoTime() - pace.nanosOf(connection.number)));
        }
        connection.response.clear();
        free.add(connection);
    }

    private PacedOutput output() {
        return new PacedOutput(
                count,
                count - answered,
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                latencies.getMaxValue() / NANOS_PER_MILLI);
    }

    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer response = ByteBuffer.allocateDirect(LONGEST_RESPONSE);
        private long number;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(long number) throws IOException {
            this.number = number;
            channel.write(request.rewind());
        }

        /** Whether there may be more. */
        boolean read() {
            try {
                return response.hasRemaining() && channel.read(response) >= 0;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
