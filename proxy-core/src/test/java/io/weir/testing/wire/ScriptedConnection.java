package io.weir.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * One end of a TCP connection that does what a test tells it: each method blocks until it is done, but not for ever. Text is
 * ISO 8859-1.
 */
public final class ScriptedConnection implements AutoCloseable {

    private static final int MOMENT_MILLIS = 60;

    private final Socket socket;
    private final InputStream in;

    ScriptedConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Patience.MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects. A receive buffer of 0 bytes leaves its size to the kernel. */
    static ScriptedConnection to(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(address, Patience.MILLIS);
            return new ScriptedConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public InputStream in() {
        return in;
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public ScriptedConnection send(String text) throws IOException {
        return send(latin1(text));
    }

    public ScriptedConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public ScriptedConnection send(Content content) throws IOException {
        content.writeTo(socket.getOutputStream());
        return this;
    }

    /** Sends a head of these lines. */
    public ScriptedConnection sendHead(String... lines) throws IOException {
        return send(head(lines));
    }

    /** Ends its bytes (FIN), and goes on reading. */
    public ScriptedConnection finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Breaks off (RST). */
    public void reset() throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    /** Reads exactly this text. */
    public ScriptedConnection expect(String text) throws IOException {
        byte[] bytes = in.readNBytes(text.length());
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(text);
        return this;
    }

    /** Reads exactly these bytes. */
    public ScriptedConnection expect(Content content) throws IOException {
        content.expectFrom(in);
        return this;
    }

    /** The other side has ended its bytes (FIN), and there are none left. */
    public void expectEnd() throws IOException {
        assertThat(in.read()).as("next byte, -1 for the end").isEqualTo(-1);
    }

    /** Reads whatever is left until the other side breaks off (RST); a clean end is an error. */
    public byte[] expectReset() throws IOException {
        ByteArrayOutputStream soFar = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                soFar.write(next);
            }
        } catch (SocketException e) {
            return soFar.toByteArray();
        }
        throw new AssertionError("a clean end after " + soFar.size() + " bytes (expected: a reset)");
    }

    /** Reads whatever is left until the other side closes, in order or not. */
    public void expectGone() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // Gone all the same.
        }
    }

    /** Nothing comes for a moment: can only fail when something is wrong, but may pass when it is. */
    public ScriptedConnection expectSilence() throws IOException {
        socket.setSoTimeout(MOMENT_MILLIS);
        try {
            throw new AssertionError("a byte, or the end: " + in.read() + " (expected: silence)");
        } catch (SocketTimeoutException e) {
            return this;
        } finally {
            socket.setSoTimeout(Patience.MILLIS);
        }
    }

    /** Everything until the other side ends its bytes. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** A head without what follows it. */
    public HttpMessage readHead() throws IOException {
        return HttpMessage.readHead(in);
    }

    public HttpMessage readRequest() throws IOException {
        return HttpMessage.readRequest(in);
    }

    /** The response to a method that lets it have a body. */
    public HttpMessage readResponse() throws IOException {
        return HttpMessage.readResponse(in, "GET");
    }

    public HttpMessage readResponseTo(String method) throws IOException {
        return HttpMessage.readResponse(in, method);
    }

    /** The end of a request that is not even there is no error: returns false. */
    public boolean hasMore() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next >= 0;
    }

    /** Lines of a head, each with its CRLF, and the empty line. */
    public static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** A body of these chunks, without trailers. */
    public static String chunks(String... chunks) {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return body.append("0\r\n\r\n").toString();
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
