package io.weir.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * An admin listener that gives its first write one answer and closes. Each question before it is answered with the field of admin listeners.
 */
public final class OneAnswer implements AutoCloseable {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String GREETING =
            "HTTP/1.1 401 Unauthorized\r\nWeir-Admin: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final ServerSocketChannel server;
    private final CompletableFuture<String> request;

    private OneAnswer(ServerSocketChannel server, SocketAddress bind, Function<OneAnswer, String> answered)
            throws IOException {
        this.server = server.bind(bind);
        request = CompletableFuture.supplyAsync(() -> answered.apply(this));
    }

    /** Answers on a free port of the loopback interface. */
    public static OneAnswer onPort(String answer) throws IOException {
        return new OneAnswer(ServerSocketChannel.open(), loopback(), server -> server.granted(answer));
    }

    /** Answers the head on a free port of the loopback interface, without 100 (Continue); the request is all that the client sends until it closes. */
    public static OneAnswer refusing(String answer) throws IOException {
        return new OneAnswer(ServerSocketChannel.open(), loopback(), server -> server.refused(answer));
    }

    /** Another server than an admin listener, with this answer to all, on a free port of the loopback interface. */
    public static OneAnswer ofStranger(String answer) throws IOException {
        return new OneAnswer(
                ServerSocketChannel.open(),
                loopback(),
                server -> server.answers(answer, (client, head) -> {
                    write(client, answer);
                    return head;
                }));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Answers on a Unix socket. */
    public static OneAnswer onSocket(Path path, String answer) throws IOException {
        return new OneAnswer(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                UnixDomainSocketAddress.of(path),
                server -> server.granted(answer));
    }

    /** The port that it listens on. */
    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** The request, once it has been answered. */
    public String request() {
        String all = requests();
        return all.substring(Math.max(0, all.indexOf("POST ")));
    }

    /** All that was sent until the write was answered, or the server was closed. */
    public String requests() {
        return request.join();
    }

    private String granted(String response) {
        return answers(GREETING, (client, head) -> {
            write(client, CONTINUE);
            String body = read(client, "{}");
            write(client, response);
            return head + body;
        });
    }

    private String refused(String response) {
        return answers(GREETING, (client, head) -> {
            write(client, response);
            client.shutdownOutput();
            return head + read(client, "never, but the end");
        });
    }

    /** What becomes of a write whose head is there: all that its client sends. */
    @FunctionalInterface
    private interface WriteExchange {
        String with(SocketChannel client, String head) throws IOException;
    }

    private String answers(String greeting, WriteExchange write) {
        StringBuilder all = new StringBuilder();
        boolean isWritten = false;
        try {
            while (!isWritten) {
                try (SocketChannel client = server.accept()) {
                    String head = read(client, END_OF_HEAD);
                    isWritten = head.startsWith("POST ");
                    all.append(isWritten ? write.with(client, head) : head);
                    write(client, isWritten ? "" : greeting);
                }
            }
        } catch (IOException closed) {
            // What has been read by then is all.
        }
        return all.toString();
    }

    /** What comes until it ends so, or until the client closes. */
    private static String read(SocketChannel client, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (!read.toString().endsWith(end) && client.read(bytes) >= 0) {
            read.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            bytes.clear();
        }
        return read.toString();
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
