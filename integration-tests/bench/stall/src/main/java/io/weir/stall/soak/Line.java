package io.weir.stall.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One connection to the proxy, blocking, and what a client can do with it. */
public final class Line implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int CHUNK = 64 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Connects; {@code receiveBuffer} bytes for what it does not read, or 0 for what the kernel likes. */
    public Line(InetSocketAddress proxy, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(proxy, PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Sends the bytes of the pattern from one position to another. */
    void sendPattern(long from, long to) throws IOException {
        for (long position = from; position < to; ) {
            ByteBuffer slice = Pattern.slice(position, Math.min(to - position, CHUNK));
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            socket.getOutputStream().write(bytes);
            position += bytes.length;
        }
    }

    /** Reads a response head and returns its status. */
    int readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended within a head: " + head);
            }
            head.append((char) next);
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /** Reads a response head; what is not 200 is a failure of the proxy or its server. */
    public void expectOk() throws IOException {
        int status = readHead();
        if (status >= 500) {
            throw new IOException("status " + status);
        }
        if (status != 200) {
            throw new ViolationException("status " + status);
        }
    }

    /** Reads the bytes of the pattern from one position to another. */
    public void expectPattern(long from, long to) throws IOException {
        byte[] bytes = new byte[(int) Math.min(CHUNK, to - from)];
        for (long position = from; position < to; ) {
            int read = in.read(bytes, 0, (int) Math.min(bytes.length, to - position));
            if (read < 0) {
                throw new IOException("ended at byte " + position + " of " + to);
            }
            if (!Pattern.matches(position, ByteBuffer.wrap(bytes, 0, read))) {
                throw new ViolationException("damaged between bytes " + position + " and " + (position + read));
            }
            position += read;
        }
    }

    /** Reads the server's verdict on so many bytes. */
    void expectVerdict(long bytes) throws IOException {
        String verdict = new String(in.readNBytes(Paths.VERDICT_BYTES), ISO_8859_1);
        if (!verdict.equals(Paths.verdict(true, bytes))) {
            if (verdict.length() < Paths.VERDICT_BYTES) {
                throw new IOException("ended within the verdict");
            }
            throw new ViolationException("verdict: " + verdict.trim());
        }
    }

    /** Sleeps; an interrupt ends the soak. */
    public static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the soak is over", e);
        }
    }

    /** Breaks off (RST). */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
