package io.weir.stall.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One small request. Confined to the prober's thread. */
final class Probe {

    private static final String REQUEST =
            "GET " + Paths.SMALL + " HTTP/1.1\r\nHost: stall.test\r\nConnection: close\r\n\r\n";
    private static final String EXPECTED =
            ISO_8859_1.decode(Pattern.slice(0, Paths.SMALL_BYTES)).toString();

    private final SocketChannel channel;
    private final SelectionKey key;
    private final long sentNanos = System.nanoTime();
    private final StringBuilder response = new StringBuilder();
    private long nanos;
    private String failure = "";
    private boolean over;

    private Probe(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    static Probe send(Selector selector, InetSocketAddress proxy) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        Probe probe = new Probe(channel, key);
        key.attach(probe);
        probe.connect(proxy);
        return probe;
    }

    long sentNanos() {
        return sentNanos;
    }

    boolean isOver() {
        return over;
    }

    /** Why there was no answer; empty if there was one. */
    String failure() {
        return failure;
    }

    /** From the connect to the last byte of the answer. */
    long nanos() {
        return nanos;
    }

    void onReady(ByteBuffer scratch) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                onConnected();
            } else if (key.isReadable()) {
                read(scratch);
            }
        } catch (IOException e) {
            failBroken();
        }
    }

    void fail(String reason) {
        if (!over) {
            failure = reason;
            end();
        }
    }

    private void failBroken() {
        fail(channel.isConnected() ? "reset" : "not connected");
    }

    private void connect(InetSocketAddress proxy) {
        try {
            if (channel.connect(proxy)) {
                onConnected();
            }
        } catch (IOException e) {
            failBroken();
        }
    }

    private void onConnected() throws IOException {
        channel.write(ISO_8859_1.encode(REQUEST));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read(ByteBuffer scratch) throws IOException {
        int read = channel.read(scratch.clear());
        if (read < 0) {
            fail("closed");
            return;
        }
        response.append(ISO_8859_1.decode(scratch.flip()));
        int body = response.indexOf("\r\n\r\n") + 4;
        if (body < 4) {
            return;
        }
        if (!response.substring(0, 13).endsWith(" 200 ")) {
            fail("answered " + response.substring(9, 12));
        } else if (response.length() - body >= Paths.SMALL_BYTES) {
            onAnswered(response.substring(body));
        }
    }

    private void onAnswered(String body) {
        nanos = System.nanoTime() - sentNanos;
        failure = body.equals(EXPECTED) ? "" : "damaged";
        end();
    }

    private void end() {
        over = true;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
