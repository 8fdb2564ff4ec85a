package io.weir.it;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send one request after the other while processes stop and start, and count those that are lost. Half of them keep their connection for as long
 * as Weir lets them, the others open one for each request. A client ends when its connection is refused.
 */
final class CountedClients implements AutoCloseable {
    /*
     * A request counts as lost if its connection was completed and no whole response with status 200 comes. A reset may reach the client while it is
     * still in connect(), which then fails: that is a lost request on a new connection as well.
     */

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InetSocketAddress address;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Queue<String> lostOnKept = new ConcurrentLinkedQueue<>();
    private final Queue<String> lostOnNew = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private CountedClients(InetSocketAddress address) {
        this.address = address;
    }

    static CountedClients of(InetSocketAddress address, int count) {
        CountedClients clients = new CountedClients(address);
        for (int number = 0; number < count; number++) {
            boolean keepsConnection = number % 2 == 0;
            Thread thread = new Thread(() -> clients.ask(keepsConnection), "counted-client-" + number);
            thread.setDaemon(true);
            thread.start();
            clients.threads.add(thread);
        }
        return clients;
    }

    /** Waits for so many more answers. */
    void awaitAnswers(int more) {
        int before = answered.get();
        Eventually.holds("answers", () -> answered.get() - before >= more);
    }

    InetSocketAddress address() {
        return address;
    }

    /** Has each client end after its present connection, and waits until all have. */
    void finish() throws InterruptedException {
        over = true;
        awaitEnd();
    }

    /** Waits until every client has ended, because it was refused. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " has not ended");
            }
        }
    }

    int answered() {
        return answered.get();
    }

    /** Connections that were refused. */
    int refused() {
        return refused.get();
    }

    /** Requests lost on connections that had been answered on. */
    List<String> lostOnKept() {
        return List.copyOf(lostOnKept);
    }

    /** Requests lost on new connections. */
    List<String> lostOnNew() {
        return List.copyOf(lostOnNew);
    }

    /** Has each client end after its present connection. */
    @Override
    public void close() {
        over = true;
    }

    private void ask(boolean keepsConnection) {
        while (!over) {
            try (Wire wire = Wire.to(address)) {
                askOn(wire, keepsConnection);
            } catch (ConnectException e) {
                refused.incrementAndGet();
                return;
            } catch (IOException e) {
                lostOnNew.add(e.toString());
            }
        }
    }

    private void askOn(Wire wire, boolean keepsConnection) {
        boolean isFirst = true;
        try {
            while (persists(wire) && keepsConnection && !over) {
                isFirst = false;
            }
        } catch (IOException e) {
            (isFirst ? lostOnNew : lostOnKept).add(e.toString());
        }
    }

    /** Asks once. Returns whether the connection persists. */
    private boolean persists(Wire wire) throws IOException {
        Wire.Head head = wire.get("/a").readMessage().head();
        if (head.status() != 200) {
            throw new IOException("not served: " + head);
        }
        answered.incrementAndGet();
        return !head.field("Connection").orElse("").equals("close");
    }
}
