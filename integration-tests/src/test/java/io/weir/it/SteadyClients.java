package io.weir.it;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send one request after the other, each on a thread of its own. Half of them keep their connections for as long as the server does;
 * the others open one for each request. Each request that is not answered 200 is a failure.
 */
final class SteadyClients implements AutoCloseable {

    private final InetSocketAddress address;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private SteadyClients(InetSocketAddress address) {
        this.address = address;
    }

    static SteadyClients of(InetSocketAddress address, int count) {
        SteadyClients clients = new SteadyClients(address);
        for (int number = 0; number < count; number++) {
            boolean keepsConnection = number % 2 == 0;
            Thread thread = new Thread(() -> clients.ask(keepsConnection), "steady-client-" + number);
            thread.setDaemon(true);
            thread.start();
            clients.threads.add(thread);
        }
        return clients;
    }

    /** Waits for so many more answers. Fails if a request has failed. */
    void awaitAnswers(int more) {
        int before = answers.get();
        Eventually.holds("answers", () -> {
            if (!failures.isEmpty()) {
                throw new AssertionError(failures.toString());
            }
            return answers.get() - before >= more;
        });
    }

    /** Lets each client read its last answer, then returns. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What became of the requests that were not answered 200. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void ask(boolean keepsConnection) {
        while (!stopped && failures.isEmpty()) {
            try (Wire wire = Wire.to(address)) {
                boolean persists = keepsConnection;
                do {
                    persists &= answered(wire);
                } while (persists && !stopped);
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    /** Asks once. Returns whether the connection persists. */
    private boolean answered(Wire wire) throws IOException {
        Wire.Head head = wire.get("/a").readMessage().head();
        if (head.status() != 200) {
            throw new IOException("not served: " + head);
        }
        answers.incrementAndGet();
        return !head.field("Connection").orElse("").equals("close");
    }

    @Override
    public void close() {
        stopped = true;
    }
}
