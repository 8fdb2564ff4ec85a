package io.weir.stall.load;

import io.weir.bench.harness.Machine;
import io.weir.stall.load.StalledClient.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The crowd of stalled clients, on a thread of its own. Its methods are for one other thread. */
public final class Storm implements AutoCloseable {

    private static final int CONNECTS_PER_SECOND = 1000;
    private static final long PAUSE_MILLIS = 20;
    private static final long STANDSTILL_MILLIS = 1000;
    private static final long STILL_TCP_BYTES = 256 * 1024;
    private static final Duration LONGEST_OPENING_STANDSTILL = Duration.ofSeconds(3);
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(30);
    private static final Duration LONGEST_FILLING = Duration.ofSeconds(60);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(20);
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(90);

    private final InetSocketAddress proxy;
    private final Crowd crowd;
    private final Selector selector;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(256 * 1024);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<StalledClient> clients = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "storm");
    private volatile boolean closed;

    /** A storm on a proxy; nothing happens before it is opened. */
    public Storm(InetSocketAddress proxy, Crowd crowd) throws IOException {
        this.proxy = proxy;
        this.crowd = crowd;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Connects all clients, and waits until each has come to its stall or none comes any further, and then until all sockets on the way
     * are full.
     *
     * @return how long that took
     */
    public Duration open() throws InterruptedException {
        long begin = System.nanoTime();
        for (int client = 0; client < crowd.clients(); client++) {
            int number = client;
            execute(() -> connect(crowd.isChecked(number)));
            if (client % (CONNECTS_PER_SECOND * PAUSE_MILLIS / 1000) == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        awaitEach(
                client -> client.hasBegun() || client.state() == State.ENDED,
                LONGEST_OPENING_STANDSTILL,
                LONGEST_OPENING);
        awaitStandstill();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Lets the checked clients go on, which they do when it returns: before, an answer ends an upload as one of a proxy's own. */
    public void goOn() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        execute(() -> {
            clients.stream().filter(StalledClient::isChecked).forEach(StalledClient::goOn);
            told.countDown();
        });
        if (!told.await(LONGEST_STANDSTILL.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the thread of the storm does not run");
        }
    }

    /** Waits until each of the checked clients is complete or has ended, or a limit of time is reached. */
    public void finishChecked() throws InterruptedException {
        awaitEach(
                client -> !client.isChecked() || client.state() == State.COMPLETE || client.state() == State.ENDED,
                LONGEST_STANDSTILL,
                LONGEST_FINISH);
    }

    /** How many clients have come to the point at which they stall. */
    public int begun() {
        return count(StalledClient::hasBegun);
    }

    /** How many have a connection that nobody has ended, by the ports that are established. */
    public int alive(Set<Integer> establishedPorts) {
        return count(client -> client.state() == State.OPEN && establishedPorts.contains(client.port()));
    }

    /** How many of the checked clients have sent and received everything, byte for byte. */
    public int exact() {
        return count(client -> client.state() == State.COMPLETE);
    }

    /** Why clients have ended, and how many for each reason. */
    public Map<String, Integer> endings() {
        Map<String, Integer> endings = new TreeMap<>();
        for (StalledClient client : clients) {
            if (!client.ending().isEmpty()) {
                endings.merge(client.ending(), 1, Integer::sum);
            }
        }
        return endings;
    }

    /** Ends all connections and the thread. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // What proxies and kernels take before they stop is work like any other. It is not what a stalled client costs.
    // Of a download its client sees no more than the beginning: that sockets still fill is seen in their memory.
    private void awaitStandstill() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_FILLING.toNanos();
        boolean still = false;
        while (!still && System.nanoTime() - end < 0) {
            long progress = progress();
            long tcp = Machine.tcpBytes();
            Thread.sleep(STANDSTILL_MILLIS);
            still = progress() == progress && Math.abs(Machine.tcpBytes() - tcp) <= STILL_TCP_BYTES;
        }
    }

    private long progress() {
        return clients.stream().mapToLong(StalledClient::progress).sum();
    }

    private int count(Predicate<StalledClient> predicate) {
        return (int) clients.stream().filter(predicate).count();
    }

    private void awaitEach(Predicate<StalledClient> predicate, Duration longestStandstill, Duration longest)
            throws InterruptedException {
        long begin = System.nanoTime();
        long since = begin;
        long before = -1;
        while (!(tasks.isEmpty() && clients.stream().allMatch(predicate))
                && System.nanoTime() - begin < longest.toNanos()) {
            long progress = progress() + count(StalledClient::hasBegun);
            if (progress != before) {
                before = progress;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > longestStandstill.toNanos()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void connect(boolean checked) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, crowd.socketBufferBytes());
            channel.setOption(StandardSocketOptions.SO_SNDBUF, crowd.socketBufferBytes());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            StalledClient client = new StalledClient(channel, key, Script.of(crowd, checked), checked);
            key.attach(client);
            clients.add(client);
            client.connect(proxy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(key -> ((StalledClient) key.attachment()).onReady(scratch));
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            clients.forEach(StalledClient::close);
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
