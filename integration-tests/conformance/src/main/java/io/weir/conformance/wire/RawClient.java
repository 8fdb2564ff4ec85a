package io.weir.conformance.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/** A front connection that sends what it is told and keeps all that it receives. Not thread-safe. */
public final class RawClient implements AutoCloseable {

    /** How the other side has ended the connection. */
    public enum Ending {
        NONE,
        FIN,
        RESET
    }

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();
    private final byte[] buffer = new byte[65536];
    private Ending ending = Ending.NONE;

    /** Connects to a port of the loopback. */
    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    /** Sends bytes; that the other side takes no more is its business. */
    public void send(String bytes) {
        try {
            socket.getOutputStream().write(Latin1.bytes(bytes));
        } catch (IOException e) {
            // What it has answered before is what counts.
        }
    }

    /** Ends our bytes. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It has closed already.
        }
    }

    /** Reads until nothing comes for a while; the first byte may take longer. */
    public void readUntilQuiet(Duration first, Duration quiet) throws IOException {
        if (read(first)) {
            while (read(quiet)) {
                // More may come.
            }
        }
    }

    /** Reads to the end of the connection; false if it has not come in time. */
    public boolean readToEnd(Duration longest) throws IOException {
        long begin = System.nanoTime();
        while (ending == Ending.NONE) {
            long left = longest.toNanos() - (System.nanoTime() - begin);
            if (left <= 0 || (!read(Duration.ofNanos(left)) && ending == Ending.NONE)) {
                return false;
            }
        }
        return true;
    }

    /** Reads until the responses to these methods are whole, or more than that; false if they are not in time. */
    public boolean readResponses(List<String> methods, Duration longest) throws IOException {
        long begin = System.nanoTime();
        while (StrictResponses.read(received(), methods, ending != Ending.NONE).end() == Reading.End.CUT) {
            long left = longest.toNanos() - (System.nanoTime() - begin);
            if (ending != Ending.NONE || left <= 0 || (!read(Duration.ofNanos(left)) && ending == Ending.NONE)) {
                return false;
            }
        }
        return true;
    }

    /** All that has been received. */
    public String received() {
        return received.toString();
    }

    /** How the other side has ended it, as far as was read. */
    public Ending ending() {
        return ending;
    }

    private boolean read(Duration longest) throws IOException {
        if (ending != Ending.NONE) {
            return false;
        }
        socket.setSoTimeout((int) Math.max(1, longest.toMillis()));
        try {
            int count = socket.getInputStream().read(buffer);
            ending = count < 0 ? Ending.FIN : Ending.NONE;
            received.append(Latin1.text(buffer, Math.max(0, count)));
            return count > 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            ending = Ending.RESET;
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
