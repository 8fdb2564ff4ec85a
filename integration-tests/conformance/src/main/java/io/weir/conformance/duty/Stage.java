package io.weir.conformance.duty;

import io.weir.conformance.duty.Duty.BrokenException;
import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.RawClient;
import io.weir.conformance.wire.Reading;
import io.weir.conformance.wire.StrictRequests;
import io.weir.conformance.wire.StrictResponses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A proxy between a scripted client and a scripted server. One check at a time. */
public final class Stage implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofMillis(400);
    // The proxy notices that its idle connections are closed.
    private static final Duration SETTLE = Duration.ofMillis(40);

    private final ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final List<Back> backs = new CopyOnWriteArrayList<>();
    private final List<RawClient> clients = new CopyOnWriteArrayList<>();
    private final int front;

    /** A server for a proxy that is going to listen on {@code front}. */
    public Stage(int front) throws IOException {
        this.front = front;
        daemon(this::accept);
    }

    /** Where the server listens. */
    public int serverPort() {
        return listener.getLocalPort();
    }

    /** Closes every connection of the check before. */
    void clear() throws IOException, InterruptedException {
        for (RawClient client : clients) {
            client.close();
        }
        for (Back back : backs) {
            back.close();
        }
        clients.clear();
        backs.clear();
        Thread.sleep(SETTLE.toMillis());
    }

    /** A front connection. */
    RawClient client() throws IOException {
        RawClient client = new RawClient(front);
        clients.add(client);
        return client;
    }

    /** A front connection on which this has been sent. */
    RawClient ask(String bytes) throws IOException {
        RawClient client = client();
        client.send(bytes);
        return client;
    }

    /** A request that has arrived whole, and its connection. */
    record Arrived(Back back, Message request) {}

    /** The next request that arrives. */
    Arrived arrived() throws InterruptedException, BrokenException {
        Back back = await(text -> !StrictRequests.read(text, 0).messages().isEmpty()
                || StrictRequests.read(text, 0).isAmbiguous());
        Reading reading = StrictRequests.read(back.waiting(), 0);
        if (reading.messages().isEmpty()) {
            throw new BrokenException("the server got " + Latin1.shown(reading.why()));
        }
        Message first = reading.messages().get(0);
        back.take(first.bytes().length());
        return new Arrived(back, first);
    }

    /** The connection on which bytes of that kind have arrived. */
    Back await(Predicate<String> kind) throws InterruptedException, BrokenException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            for (Back back : backs) {
                if (!back.waiting().isEmpty() && kind.test(back.waiting())) {
                    return back;
                }
            }
            Thread.sleep(5);
        }
        throw new BrokenException("the server got nothing of the kind");
    }

    /** Whether nothing arrives for a while. */
    boolean nothingArrives() throws InterruptedException {
        Thread.sleep(SHORT.toMillis());
        return backs.stream().allMatch(back -> back.waiting().isEmpty());
    }

    /** Whether the proxy closes a back connection in time. */
    static boolean closes(Back back) throws InterruptedException {
        long begin = System.nanoTime();
        while (!back.hasEnded() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            Thread.sleep(5);
        }
        return back.hasEnded();
    }

    /** All responses to these requests, interim ones among them. */
    static List<Message> responses(RawClient client, String... methods) throws IOException, BrokenException {
        client.readResponses(List.of(methods), PATIENCE);
        Reading reading =
                StrictResponses.read(client.received(), List.of(methods), client.ending() == RawClient.Ending.FIN);
        if (!reading.isWhole()) {
            String text = Latin1.shown(client.received());
            throw new BrokenException("the client got " + (text.length() > 90 ? text.substring(0, 90) + "..." : text)
                    + " " + reading.why());
        }
        return reading.messages();
    }

    /** The one response to a request. */
    static Message response(RawClient client, String method) throws IOException, BrokenException {
        List<Message> all = responses(client, method);
        return all.get(all.size() - 1);
    }

    /** Whether these bytes reach the client in time. */
    static boolean gets(RawClient client, String bytes) throws IOException {
        long begin = System.nanoTime();
        while (!client.received().contains(bytes)
                && System.nanoTime() - begin < PATIENCE.toNanos()
                && client.ending() == RawClient.Ending.NONE) {
            client.readUntilQuiet(Duration.ofMillis(100), Duration.ofMillis(1));
        }
        return client.received().contains(bytes);
    }

    static boolean ends(RawClient client) throws IOException {
        return client.readToEnd(PATIENCE);
    }

    static void expect(boolean right, String otherwise) throws BrokenException {
        if (!right) {
            throw new BrokenException(Latin1.shown(otherwise));
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Back back = new Back(socket);
                backs.add(back);
                daemon(back::readAll);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "stage");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
