package io.weir.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One end of a connection on which every byte is written and read as told. A read that takes too long fails. */
final class Wire implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READ_AHEAD = 512;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        // Small: there may be ten thousand of them.
        in = new BufferedInputStream(socket.getInputStream(), READ_AHEAD);
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

    int localPort() {
        return socket.getLocalPort();
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
        return write("GET " + path + " HTTP/1.1\r\nHost: weir.test\r\n\r\n");
    }

    /** Answers 200 with a text. */
    Wire answer(String body) throws IOException {
        return write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
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

    /** Reads so many bytes and forgets them. */
    void skip(int length) throws IOException {
        in.skipNBytes(length);
    }

    /** Ends the bytes to the other side, which may go on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks off: the other side sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
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

        /** The target of a request. */
        String target() {
            return text.split(" ", 3)[1];
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
