package io.weir.versus.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that have made one request each, and keep their connections without another. */
public final class IdleClients implements AutoCloseable {

    private static final int LONGEST_RESPONSE = 4096;

    private final List<SocketChannel> channels = new ArrayList<>();

    /** Connects, one after the other, and waits for each answer. */
    public void open(InetSocketAddress proxy, String path, int count) throws IOException {
        ByteBuffer request = StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        ByteBuffer response = ByteBuffer.allocate(LONGEST_RESPONSE);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(proxy);
            channels.add(channel);
            channel.write(request.rewind());
            read(channel, response.clear());
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private static void read(SocketChannel channel, ByteBuffer response) throws IOException {
        while (!isComplete(text(response))) {
            if (!response.hasRemaining() || channel.read(response) < 0) {
                throw new IOException("response: " + text(response) + " (expected: 200 and a short body)");
            }
        }
    }

    /** Whether it is a whole response with a length and status 200. */
    static boolean isComplete(String text) {
        int end = text.indexOf("\r\n\r\n");
        return end >= 0
                && text.startsWith("HTTP/1.1 200 ")
                && text.length() - end - 4 == length(text.substring(0, end));
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> parts[0].equalsIgnoreCase("Content-Length"))
                .mapToInt(parts -> Integer.parseInt(parts[1]))
                .findFirst()
                .orElse(-1);
    }

    private static String text(ByteBuffer response) {
        return StandardCharsets.US_ASCII.decode(response.duplicate().flip()).toString();
    }
}
