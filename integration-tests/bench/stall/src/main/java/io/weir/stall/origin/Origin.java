package io.weir.stall.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The server behind the proxies, on one thread. What it serves is in {@link io.weir.stall.wire.Paths}. */
public final class Origin {

    // With the kernel's own sizes, thousands of stalled downloads fill the machine's TCP memory, and then all sockets
    // stall.
    private static final int SOCKET_BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private final List<OriginConnection> held = new ArrayList<>();
    private boolean going;

    private Origin(Selector selector, ServerSocketChannel listener) {
        this.selector = selector;
        this.listener = listener;
    }

    /** Serves on a port of the loopback until the process ends. */
    public static void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        listener.configureBlocking(false);
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Origin origin = new Origin(selector, listener);
        while (true) {
            selector.select(origin::onReady);
        }
    }

    /** One buffer for all reads: its content is used up before the next. */
    ByteBuffer scratch() {
        return scratch;
    }

    /** Whether held bodies may be read. Who must wait is told with {@link OriginConnection#go}. */
    boolean mayGo(OriginConnection connection) {
        if (!going) {
            held.add(connection);
        }
        return going;
    }

    void go() {
        going = true;
        held.forEach(OriginConnection::go);
        held.clear();
    }

    private void onReady(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof OriginConnection connection) {
            connection.onReady();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new OriginConnection(this, channel, key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
