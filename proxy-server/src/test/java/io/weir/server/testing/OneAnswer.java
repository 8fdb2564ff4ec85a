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

/** A server that gives its first client one answer, once the client has sent a request whose body is {@code {}}, and closes. */
public final class OneAnswer implements AutoCloseable {

    private final ServerSocketChannel server;
    private final CompletableFuture<String> request;

    private OneAnswer(ServerSocketChannel server, SocketAddress bind, String answer) throws IOException {
        this.server = server.bind(bind);
        request = CompletableFuture.supplyAsync(() -> answer(answer));
    }

    /** Answers on a free port of the loopback interface. */
    public static OneAnswer onPort(String answer) throws IOException {
        return new OneAnswer(
                ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), answer);
    }

    /** Answers on a Unix socket. */
    public static OneAnswer onSocket(Path path, String answer) throws IOException {
        return new OneAnswer(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path), answer);
    }

    /** The port that it listens on. */
    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** The request, once it has been answered. */
    public String request() {
        return request.join();
    }

    private String answer(String response) {
        try (SocketChannel client = server.accept()) {
            StringBuilder read = new StringBuilder();
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            while (!read.toString().endsWith("\r\n\r\n{}") && client.read(bytes) >= 0) {
                read.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
                bytes.clear();
            }
            ByteBuffer answer = ByteBuffer.wrap(response.getBytes(StandardCharsets.UTF_8));
            while (answer.hasRemaining()) {
                client.write(answer);
            }
            return read.toString();
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
