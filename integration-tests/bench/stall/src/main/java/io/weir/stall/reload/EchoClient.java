package io.weir.stall.reload;

import io.weir.stall.wire.Pattern;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One client of WebSockets: sends the bytes of the pattern, message by message, each after the echo of the one before, and compares every byte. It
 * stays on one WebSocket, or begins a new one after some messages.
 */
final class EchoClient implements WebSocket.Listener {
    /*
     * The JDK calls a listener for one event at a time, and a message is sent only after the echo of the one before: no two threads are ever at work
     * for one client. They are different threads, so the fields are volatile or atomic.
     */

    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST = 16 * 1024;
    private static final int LAST_STATUS = 1000;

    private final HttpClient http;
    private final URI uri;
    private final int visits;
    private final SplittableRandom random;
    private final Ledger ledger;
    private final Tally tally;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean over;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile int messages;

    /** Sums over all clients of a run. */
    record Tally(LongAdder messages, LongAdder bytes, LongAdder sockets) {

        Tally() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /** A client; {@code visits} is the number of messages on one WebSocket, 0 for all of the run on one. */
    EchoClient(
            HttpClient http, InetSocketAddress proxy, int visits, SplittableRandom random, Ledger ledger, Tally tally) {
        this.http = http;
        uri = URI.create("ws://" + proxy.getAddress().getHostAddress() + ":" + proxy.getPort() + EchoServer.PATH);
        this.visits = visits;
        this.random = random;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** Opens the first WebSocket. */
    void start() {
        open();
    }

    /** Ends after the present message. */
    void finish() {
        over = true;
    }

    /** Waits for that end; a client that does not come to it is an error. */
    void awaitEnd() throws InterruptedException {
        try {
            end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stuck) {
            ledger.wrong("WebSocket: no echo of byte " + received);
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        tally.sockets().increment();
        send(socket);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
        long before = received.getAndAdd(bytes.remaining());
        if (!Pattern.matches(before, bytes)) {
            ledger.wrong("WebSocket: damaged between bytes " + before + " and " + received);
        }
        tally.bytes().add(bytes.remaining());
        if (received.get() == sent.get()) {
            onEcho(socket);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        if (!closing.get()) {
            fail("closed with " + status + " " + reason);
        } else if (over) {
            end.complete(null);
        } else {
            open();
        }
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        fail(error.toString());
    }

    private void open() {
        closing.set(false);
        messages = 0;
        sent.set(0);
        received.set(0);
        http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(uri, this)
                .exceptionally(error -> {
                    fail("not opened: " + error);
                    return null;
                });
    }

    private void onEcho(WebSocket socket) {
        tally.messages().increment();
        int done = messages + 1;
        messages = done;
        if (over || done == visits) {
            closing.set(true);
            socket.sendClose(LAST_STATUS, "");
        } else {
            CompletableFuture.delayedExecutor(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> send(socket));
        }
    }

    private void send(WebSocket socket) {
        int length = 1 + random.nextInt(LARGEST);
        ByteBuffer message = Pattern.slice(sent.getAndAdd(length), length);
        socket.sendBinary(message, true);
    }

    private void fail(String why) {
        ledger.wrong("WebSocket: " + why + " after " + messages + " messages");
        end.complete(null);
    }
}
