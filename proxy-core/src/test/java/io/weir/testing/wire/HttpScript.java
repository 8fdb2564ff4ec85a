package io.weir.testing.wire;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The script of an HTTP server: reads requests and answers each, connection after connection, and counts. */
public final class HttpScript implements ScriptedServer.Script {

    private final Function<HttpMessage, byte[]> answer;
    private final List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    private HttpScript(Function<HttpMessage, byte[]> answer) {
        this.answer = answer;
    }

    /** Answers each request with the text that {@code answer} makes of it. */
    public static HttpScript answering(Function<HttpMessage, String> answer) {
        return new HttpScript(request -> ScriptedConnection.latin1(answer.apply(request)));
    }

    /** Answers each request with the bytes that {@code answer} makes of it. */
    public static HttpScript answeringBytes(Function<HttpMessage, byte[]> answer) {
        return new HttpScript(answer);
    }

    /** Answers each request with method, target and body of it. */
    public static HttpScript echo() {
        return answering(request -> ok(request.method() + " " + request.target() + " " + request.text()));
    }

    /** A response with this body. */
    public static String ok(String body) {
        return ScriptedConnection.head("HTTP/1.1 200 OK", "Content-Length: " + body.length()) + body;
    }

    /** All requests so far. */
    public List<HttpMessage> requests() {
        return requests;
    }

    /** The most requests that were being answered at the same time. */
    public int mostAtOnce() {
        return mostRunning.get();
    }

    @Override
    public void run(ScriptedConnection connection) throws IOException {
        while (connection.hasMore()) {
            HttpMessage request = connection.readRequest();
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            requests.add(request);
            byte[] response = answer.apply(request);
            running.decrementAndGet();
            connection.send(response);
        }
    }
}
