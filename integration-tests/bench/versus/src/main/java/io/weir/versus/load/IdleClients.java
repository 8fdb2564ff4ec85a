package io.weir.versus.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Clients that have made one request each, and keep their connections without another. */
public final class IdleClients implements AutoCloseable {

    private static final int LONGEST_RESPONSE = 4096;

    private final List<SocketChannel> channels = new ArrayList<>();

    /** Connects, one after the other, and waits for each answer. */
    public void open(InetSocketAddress proxy, String path, int count) throws IOException {
        ByteBuffer request = Responses.request(path);
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
        while (!Responses.isComplete(response)) {
            if (!response.hasRemaining() || channel.read(response) < 0) {
                throw new IOException("response: " + Responses.text(response) + " (expected: 200 and a short body)");
            }
        }
    }
}
