package io.weir.conformance.trial;

import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Reading;
import io.weir.conformance.wire.StrictResponses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy with the faults that the rig is there to find: it sends heads on as they came, knows Content-Length only, and
 * thinks that a GET has no body. All clients share one back connection.
 */
final class NaiveProxy implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Socket back;

    NaiveProxy(int serverPort) throws IOException {
        back = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        back.setSoTimeout(300);
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket front = listener.accept();
                daemon(() -> serve(front));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket front) {
        StringBuilder received = new StringBuilder();
        byte[] buffer = new byte[65536];
        try (front) {
            for (int count = front.getInputStream().read(buffer);
                    count >= 0;
                    count = front.getInputStream().read(buffer)) {
                received.append(Latin1.text(buffer, count));
                for (int end = end(received); end > 0 && end <= received.length(); end = end(received)) {
                    String response = exchange(received.substring(0, end));
                    received.delete(0, end);
                    front.getOutputStream().write(Latin1.bytes(response));
                }
            }
        } catch (IOException e) {
            // The client's right, or the server's.
        }
    }

    private static int end(StringBuilder received) {
        int head = received.indexOf("\r\n\r\n") + 4;
        if (head < 4) {
            return 0;
        }
        Matcher length = LENGTH.matcher(received.substring(0, head));
        return head
                + (length.find() && !received.substring(0, 4).equals("GET ") ? Integer.parseInt(length.group(1)) : 0);
    }

    private synchronized String exchange(String request) throws IOException {
        back.getOutputStream().write(Latin1.bytes(request));
        StringBuilder response = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (StrictResponses.read(response.toString(), List.of("GET"), false).end() == Reading.End.CUT) {
            int count = back.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("the server has closed");
            }
            response.append(Latin1.text(buffer, count));
        }
        return response.toString();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "naive");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        back.close();
    }
}
