package io.weir.conformance.duty;

import io.weir.conformance.wire.Latin1;
import java.io.IOException;
import java.net.Socket;

/** A back connection at the scripted server. Read by a thread of its own, guarded by its lock. */
final class Back {

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();
    private int taken;
    private boolean ended;

    Back(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    void readAll() {
        byte[] buffer = new byte[65536];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                append(Latin1.text(buffer, count));
            }
        } catch (IOException e) {
            // The end, like a FIN.
        }
        end();
    }

    private synchronized void append(String bytes) {
        received.append(bytes);
    }

    private synchronized void end() {
        ended = true;
    }

    /** What has come and was not taken yet. */
    synchronized String waiting() {
        return received.substring(taken);
    }

    synchronized void take(int length) {
        taken += length;
    }

    /** Whether the proxy has closed it. */
    synchronized boolean hasEnded() {
        return ended;
    }

    void send(String bytes) {
        try {
            socket.getOutputStream().write(Latin1.bytes(bytes));
        } catch (IOException e) {
            // The proxy has closed; what it did before is what counts.
        }
    }

    void close() throws IOException {
        socket.close();
    }

    /** Closes with a RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
