package io.weir.containers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One end of a connection on which every byte is written and read as told. A read that takes too long fails. */
final class Wire implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Wire to(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) PATIENCE.toMillis());
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Wire write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire write(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Asks for a path, as an HTTP/1.1 client that keeps the connection. */
    Wire get(String path) throws IOException {
        return request("GET", path, "Host: weir.test");
    }

    /** Writes a head with these fields. */
    Wire request(String method, String path, String... fields) throws IOException {
        return write(method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
    }

    /** Bytes as they come, -1 at their end. */
    int read(byte[] into) throws IOException {
        return in.read(into);
    }

    /** A head of HTTP/1, with the empty line; nothing if the other side has ended its bytes before. */
    Optional<Head> readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!endsHead(head)) {
            int next = in.read();
            if (next < 0 && head.size() == 0) {
                return Optional.empty();
            } else if (next < 0) {
                throw new EOFException("in a head: " + head);
            }
            head.write(next);
        }
        return Optional.of(new Head(head.toString(StandardCharsets.ISO_8859_1)));
    }

    /** A message with its body, which must have a Content-Length or none. */
    Message readMessage() throws IOException {
        Head head = readHead().orElseThrow(() -> new EOFException("no message"));
        byte[] body = in.readNBytes(head.contentLength());
        if (body.length < head.contentLength()) {
            throw new EOFException("in a body, after " + body.length + " bytes: " + head);
        }
        return new Message(head, new String(body, StandardCharsets.ISO_8859_1));
    }

    /** The body of a message that has a Content-Length. */
    String readBody() throws IOException {
        return readMessage().body();
    }

    /** Everything up to the end of the other side's bytes. */
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** How many bytes come before their end, in order or not. */
    int readUpToItsEnd() throws IOException {
        byte[] piece = new byte[1 << 16];
        int all = 0;
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                all += read;
            }
            return all;
        } catch (SocketException reset) {
            return all;
        }
    }

    /** Ends the bytes to the other side, which may go on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static boolean endsHead(ByteArrayOutputStream head) {
        return head.size() >= 4 && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n");
    }

    /** The lines before a body. */
    record Head(String text) {

        /** The status of a response. */
        int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        int contentLength() {
            return field("content-length").map(Integer::valueOf).orElse(0);
        }

        /** The value of the first field of that name. */
        Optional<String> field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    /** A head and what follows it. */
    record Message(Head head, String body) {}
}
