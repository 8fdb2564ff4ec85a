package io.weir.conformance.server;

import io.weir.conformance.corpus.Reply;
import io.weir.conformance.corpus.Step;
import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.StrictRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A server that answers requests for {@link Reply#TARGET} as it is told to, and all others like {@link ModelServer}. */
public final class HostileServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private volatile Reply reply = new Reply("", "", "GET", List.of(), Reply.After.CUT);

    /** Listens on a port that is free. */
    public HostileServer() throws IOException {
        Tap.start("hostile", this::accept);
    }

    /** The port of the loopback on which it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How it answers from now on. */
    public void answerWith(Reply next) {
        reply = next;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Tap.start("hostile connection", () -> serve(socket));
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
            socket.setTcpNoDelay(true);
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                received.append(Latin1.text(buffer, count));
                List<Message> requests =
                        StrictRequests.read(received.toString(), 0).messages();
                for (; answered < requests.size(); answered++) {
                    if (!answer(socket, requests.get(answered))) {
                        return;
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            // The proxy's right.
        }
    }

    private boolean answer(Socket socket, Message request) throws IOException, InterruptedException {
        if (!request.target().equals(Reply.TARGET)) {
            write(
                    socket,
                    ModelServer.answer(
                            request.method(), request.value("X-Token").orElse("")));
            return true;
        }
        Reply now = reply;
        for (Step step : now.steps()) {
            Thread.sleep(step.pause().toMillis());
            write(socket, step.bytes());
        }
        return now.after() == Reply.After.KEEP;
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(Latin1.bytes(bytes));
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
