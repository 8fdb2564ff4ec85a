package io.weir.kit;

import java.io.BufferedInputStream;
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

/**
 * One end of a connection on which the test decides every byte. Text is ISO 8859-1. Connecting and each read fail with an
 * {@link IOException} after a minute. For one thread at a time; {@link #close} and {@link #reset} may come from another.
 */
public final class Wire implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // Small, because a test may have ten thousand connections; reads of a body go past it.
    private static final int READ_AHEAD = 512;
    private static final int PIECE = 1 << 16;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Takes ownership of a connected socket. */
    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), READ_AHEAD);
        out = socket.getOutputStream();
    }

    /** Connects to a server. */
    public static Wire to(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) PATIENCE.toMillis());
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The port of this end. */
    public int localPort() {
        return socket.getLocalPort();
    }

    public Wire write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire write(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Asks for a path, as an HTTP/1.1 client that keeps the connection. */
    public Wire get(String path) throws IOException {
        return request("GET", path, "Host: weir.test");
    }

    /** Writes the head of an HTTP/1.1 request with these field lines, and no others. */
    public Wire request(String method, String path, String... fields) throws IOException {
        return write(method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", fields) + END_OF_HEAD);
    }

    /** Answers 200 with a text, as an HTTP/1.1 server that keeps the connection. */
    public Wire answer(String body) throws IOException {
        return write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + END_OF_HEAD + body);
    }

    /** Reads the bytes that are there, at least one; returns their number, or -1 after the last. */
    public int read(byte[] into) throws IOException {
        return in.read(into);
    }

    /** Reads a head of HTTP/1 with its empty line; empty if the other side has ended its bytes before. */
    public Optional<Head> readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
            int next = in.read();
            if (next < 0 && head.isEmpty()) {
                return Optional.empty();
            } else if (next < 0) {
                throw new EOFException("in a head: " + head);
            }
            head.append((char) next);
        }
        return Optional.of(new Head(head.toString()));
    }

    /** Reads a message whose body has a Content-Length, or that has no body. */
    public Message readMessage() throws IOException {
        Head head = readHead().orElseThrow(() -> new EOFException("no message"));
        byte[] body = in.readNBytes(head.contentLength());
        if (body.length < head.contentLength()) {
            throw new EOFException("in a body, after " + body.length + " bytes: " + head);
        }
        return new Message(head, text(body));
    }

    /** Reads a message and returns its body. */
    public String readBody() throws IOException {
        return readMessage().body();
    }

    /** Reads until the other side ends its bytes. A reset is an error. */
    public String readAll() throws IOException {
        return text(in.readAllBytes());
    }

    /** Reads until the other side ends its bytes or resets; returns the number of bytes. */
    public int readUpToItsEnd() throws IOException {
        byte[] piece = new byte[PIECE];
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

    /** Reads this number of bytes and drops them. */
    public void skip(int length) throws IOException {
        in.skipNBytes(length);
    }

    /** Ends the bytes to the other side, which may go on sending. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes so that the other side sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The lines before a body. */
    public record Head(String text) {

        /** The status of a response. */
        public int status() {
            return Integer.parseInt(text.split(" ", 3)[1]);
        }

        /** The target of a request. */
        public String target() {
            return text.split(" ", 3)[1];
        }

        /** The Content-Length; 0 if there is none. */
        public int contentLength() {
            return field("content-length").map(Integer::valueOf).orElse(0);
        }

        /** The value of the first field of that name, without the white space around it. */
        public Optional<String> field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    /** A head and its body. */
    public record Message(Head head, String body) {}
}
