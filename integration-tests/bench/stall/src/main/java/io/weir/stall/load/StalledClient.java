package io.weir.stall.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One client that stalls, and goes on when it is told to. Confined to the storm's thread, but for what is volatile. */
final class StalledClient {

    /** How far a client has come. */
    enum State {
        CONNECTING,
        OPEN,
        /** Everything was sent and received, and all of it was right. */
        COMPLETE,
        /** The connection has ended before that, or something was not right. */
        ENDED
    }

    private static final int MOST_HEAD_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Script script;
    private final boolean checked;
    private final ByteBuffer head;
    private final StringBuilder responseHead = new StringBuilder();
    private final StringBuilder verdict = new StringBuilder();
    private boolean inBody;
    private boolean goingOn;
    private long sent;
    private long received;

    private volatile State state = State.CONNECTING;
    private volatile boolean begun;
    private volatile long progress;
    private volatile String ending = "";
    private volatile int port;

    StalledClient(SocketChannel channel, SelectionKey key, Script script, boolean checked) {
        this.channel = channel;
        this.key = key;
        this.script = script;
        this.checked = checked;
        this.head = ByteBuffer.wrap(script.headBytes()).limit(script.firstPart());
    }

    State state() {
        return state;
    }

    /** Whether the proxy has let it come to the point at which it stalls. */
    boolean hasBegun() {
        return begun;
    }

    /** Why it has ended; empty while it has not. */
    String ending() {
        return ending;
    }

    boolean isChecked() {
        return checked;
    }

    /** The local port; 0 before it is connected. */
    int port() {
        return port;
    }

    /** Bytes both ways: it makes progress while this grows. */
    long progress() {
        return progress;
    }

    void connect(InetSocketAddress address) {
        try {
            if (channel.connect(address)) {
                onConnected();
            }
        } catch (IOException e) {
            endBroken();
        }
    }

    void onReady(ByteBuffer scratch) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                onConnected();
            }
            if (state == State.OPEN && key.isWritable()) {
                write();
            }
            if (state == State.OPEN && key.isReadable()) {
                read(scratch);
            }
            progress = sent + received;
            updateInterest();
        } catch (IOException e) {
            endBroken();
        }
    }

    /** Reads on from where it stalled; sends the rest of its head. */
    void goOn() {
        if (state == State.OPEN) {
            goingOn = true;
            head.limit(head.capacity());
            updateInterest();
        }
    }

    /** Ends it unless it has ended. */
    void end(String reason) {
        if (state != State.COMPLETE && state != State.ENDED) {
            ending = reason;
            state = State.ENDED;
        }
        close();
    }

    /** Resets the connection: an ordinary end would stand behind what the proxy has not read, and go unseen. */
    void close() {
        key.cancel();
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void endBroken() {
        end(state == State.CONNECTING ? "not connected" : "reset");
    }

    private void onConnected() throws IOException {
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        state = State.OPEN;
        write();
        updateInterest();
    }

    private void write() throws IOException {
        channel.write(head);
        if (head.hasRemaining()) {
            return;
        }
        if (sent < script.uploadBytes()) {
            sent += channel.write(Pattern.slice(sent, script.uploadBytes() - sent));
        }
        begun |= !script.readsFirst();
    }

    private void read(ByteBuffer scratch) throws IOException {
        ByteBuffer bytes = scratch.clear();
        if (!goingOn) {
            bytes.limit(Script.FIRST_BYTES);
        }
        if (channel.read(bytes) < 0) {
            end("closed");
            return;
        }
        bytes.flip();
        if (!goingOn && !script.readsFirst()) {
            end("answered " + statusOf(ISO_8859_1.decode(bytes).toString()));
            return;
        }
        if (!inBody) {
            onHeadBytes(bytes);
        }
        if (inBody && state == State.OPEN) {
            onBodyBytes(bytes);
        }
    }

    private void onHeadBytes(ByteBuffer bytes) {
        int before = responseHead.length();
        responseHead.append(ISO_8859_1.decode(bytes.duplicate()));
        int end = responseHead.indexOf("\r\n\r\n");
        if (end < 0 && responseHead.length() < MOST_HEAD_BYTES) {
            bytes.position(bytes.limit());
            return;
        }
        String status = statusOf(responseHead.toString());
        if (end < 0 || !status.equals("200")) {
            end("answered " + status);
            return;
        }
        bytes.position(end + 4 - before);
        inBody = true;
    }

    private static String statusOf(String responseHead) {
        String[] words = responseHead.split("[ \r\n]", 3);
        return words.length > 1 && words[0].startsWith("HTTP/") ? words[1] : "without a status";
    }

    private void onBodyBytes(ByteBuffer bytes) {
        ByteBuffer body = bytes.slice();
        body.limit((int) Math.min(body.limit(), script.downloadBytes() - received));
        if (!Pattern.matches(received, body)) {
            end("damaged");
            return;
        }
        received += body.remaining();
        begun |= received >= Script.FIRST_BYTES || received == script.downloadBytes();
        verdict.append(ISO_8859_1.decode(bytes.slice().position(body.limit())));
        if (received == script.downloadBytes() && verdict.length() >= (script.verdict() ? Paths.VERDICT_BYTES : 0)) {
            onComplete();
        }
    }

    private void onComplete() {
        String expected = script.verdict() ? Paths.verdict(true, script.uploadBytes()) : "";
        if (verdict.toString().equals(expected)) {
            state = State.COMPLETE;
            key.interestOps(0);
        } else {
            end("verdict " + verdict);
        }
    }

    private void updateInterest() {
        if (state != State.OPEN || !key.isValid()) {
            return;
        }
        boolean reading = goingOn || !(script.readsFirst() && begun);
        boolean writing = head.hasRemaining() || sent < script.uploadBytes();
        key.interestOps((reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0));
    }
}
