package io.weir.conformance.server;

import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.Reading;
import io.weir.conformance.wire.StrictRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of ours that reads strictly: what it does not understand it answers 400. At {@link #LARGE} it has a body that no
 * socket takes unread.
 */
public final class ModelServer implements Server {

    /** Its response is large. */
    public static final String LARGE = "/large";

    private static final int LARGE_BYTES = 1 << 22;
    // One array for all connections.
    private static final byte[] LARGE_RESPONSE = Latin1.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE_BYTES
            + "\r\n\r\n" + "0123456789abcdef".repeat(LARGE_BYTES / 16));

    private final ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** Listens on a port that is free. */
    public ModelServer() throws IOException {
        Tap.start("model", this::accept);
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Tap.start("model connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        StringBuilder received = new StringBuilder();
        byte[] buffer = new byte[65536];
        int answered = 0;
        try (socket) {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                received.append(Latin1.text(buffer, count));
                Reading reading = StrictRequests.read(received.toString(), 0);
                for (; answered < reading.messages().size(); answered++) {
                    Message request = reading.messages().get(answered);
                    String token = request.value("X-Token").orElse("");
                    seen.add(new Seen(socket.getPort(), request.method() + " " + request.target(), token));
                    socket.getOutputStream().write(answer(request, token));
                }
                if (reading.isAmbiguous()) {
                    seen.add(new Seen(socket.getPort(), "! " + reading.why(), ""));
                    socket.getOutputStream()
                            .write(Latin1.bytes(
                                    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
                    return;
                }
            }
        } catch (IOException e) {
            // The proxy's right.
        }
    }

    private static byte[] answer(Message request, String token) {
        return request.target().equals(LARGE) && request.method().equals("GET")
                ? LARGE_RESPONSE
                : Latin1.bytes(answer(request.method(), token));
    }

    static String answer(String method, String token) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Echo: " + token + "\r\n\r\n"
                + (method.equals("HEAD") ? "" : "model");
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
