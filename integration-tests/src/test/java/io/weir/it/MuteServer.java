package io.weir.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A server of thousands of connections in one thread: reads what comes, and says one thing to each, or nothing. */
final class MuteServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final byte[] words;
    private final ByteBuffer waste = ByteBuffer.allocateDirect(64 * 1024);

    private MuteServer(String words) throws IOException {
        this.words = words.getBytes(StandardCharsets.ISO_8859_1);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** One that never answers. */
    static MuteServer silent() throws IOException {
        return saying("");
    }

    /** One that says this when the first bytes of a connection have come. */
    static MuteServer saying(String words) throws IOException {
        MuteServer server = new MuteServer(words);
        Thread thread = new Thread(server::run, "mute-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Where it listens, as a server's address in a configuration. */
    String address() {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::turn);
            }
        } catch (ClosedSelectorException | IOException closed) {
            return;
        }
    }

    private void turn(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key);
            }
        } catch (IOException | CancelledKeyException gone) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            next.configureBlocking(false);
            next.register(selector, SelectionKey.OP_READ, ByteBuffer.wrap(words));
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (channel.read(waste.clear()) < 0) {
            channel.close();
            return;
        }
        ByteBuffer unsaid = (ByteBuffer) key.attachment();
        if (unsaid.hasRemaining()) {
            channel.write(unsaid);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
