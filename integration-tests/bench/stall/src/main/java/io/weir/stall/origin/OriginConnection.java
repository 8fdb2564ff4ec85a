package io.weir.stall.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection to the origin: request after request. Confined to the origin's thread. */
final class OriginConnection {

    private static final RequestHead NONE = new RequestHead("", 0, 0, false);
    private static final long CHUNK_BYTES = 64 * 1024;

    private enum Stage {
        REQUEST_HEAD,
        /** The answer comes when the body has been read. */
        REQUEST_BODY,
        RESPONSE_HEAD,
        RESPONSE_BODY,
        VERDICT
    }

    private final Origin origin;
    private final SocketChannel channel;
    private final SelectionKey key;

    private Stage stage = Stage.REQUEST_HEAD;
    private RequestHead request = NONE;
    private final StringBuilder head = new StringBuilder();
    private boolean mayRead = true;
    private long uploaded;
    private boolean exact = true;
    private ByteBuffer text = ByteBuffer.allocate(0);
    private long responded;
    private long responseBytes;

    OriginConnection(Origin origin, SocketChannel channel, SelectionKey key) {
        this.origin = origin;
        this.channel = channel;
        this.key = key;
    }

    void onReady() {
        try {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                write();
            }
            updateInterest();
        } catch (IOException e) {
            close();
        }
    }

    /** The held body may be read from now on. */
    void go() {
        mayRead = true;
        updateInterest();
    }

    private void read() throws IOException {
        ByteBuffer bytes = origin.scratch().clear();
        if (channel.read(bytes) < 0) {
            close();
            return;
        }
        bytes.flip();
        if (stage == Stage.REQUEST_HEAD) {
            onHeadBytes(bytes);
        } else {
            onBodyBytes(bytes);
        }
    }

    private void onHeadBytes(ByteBuffer bytes) throws IOException {
        int before = head.length();
        head.append(ISO_8859_1.decode(bytes.duplicate()));
        int end = head.indexOf("\r\n\r\n", Math.max(0, before - 3));
        if (end < 0) {
            return;
        }
        bytes.position(end + 4 - before);
        request = RequestHead.parse(head.substring(0, end));
        head.setLength(0);
        begin();
        onBodyBytes(bytes);
    }

    private void begin() {
        uploaded = 0;
        exact = true;
        responded = 0;
        switch (request.path()) {
            case Paths.BIG -> respond(request.query(), false);
            case Paths.SMALL -> respond(Paths.SMALL_BYTES, false);
            case Paths.SINK -> stage = Stage.REQUEST_BODY;
            case Paths.SINK_NEVER -> hold(false);
            case Paths.SINK_HELD -> hold(origin.mayGo(this));
            case Paths.EXCHANGE_NEVER -> exchange(false);
            case Paths.EXCHANGE_HELD -> exchange(origin.mayGo(this));
            case Paths.GO -> {
                origin.go();
                respond(0, false);
            }
            default -> respond(0, false);
        }
    }

    private void hold(boolean mayRead) {
        this.mayRead = mayRead;
        stage = Stage.REQUEST_BODY;
    }

    private void exchange(boolean mayRead) {
        this.mayRead = mayRead;
        respond(request.query(), true);
    }

    private void respond(long patternBytes, boolean verdict) {
        responseBytes = patternBytes;
        long length = patternBytes + (verdict ? Paths.VERDICT_BYTES : 0);
        text = ISO_8859_1.encode("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        stage = Stage.RESPONSE_HEAD;
    }

    private void onBodyBytes(ByteBuffer bytes) throws IOException {
        exact &= Pattern.matches(uploaded, bytes);
        uploaded += bytes.remaining();
        if (stage == Stage.REQUEST_BODY && isUploaded()) {
            respond(0, true);
        }
        write();
    }

    private boolean isUploaded() {
        return uploaded >= request.contentLength();
    }

    // At most one chunk of a body: the other connections want their turn.
    private void write() throws IOException {
        if (stage == Stage.RESPONSE_HEAD && isTextWritten()) {
            stage = Stage.RESPONSE_BODY;
        }
        if (stage == Stage.RESPONSE_BODY) {
            long left = Math.min(responseBytes - responded, CHUNK_BYTES);
            responded += left == 0 ? 0 : channel.write(Pattern.slice(responded, left));
            if (responded == responseBytes && isUploaded()) {
                text = ISO_8859_1.encode(request.contentLength() == 0 ? "" : verdict());
                stage = Stage.VERDICT;
            }
        }
        if (stage == Stage.VERDICT && isTextWritten()) {
            onResponded();
        }
    }

    private String verdict() {
        return Paths.verdict(exact && uploaded == request.contentLength(), uploaded);
    }

    private boolean isTextWritten() throws IOException {
        channel.write(text);
        return !text.hasRemaining();
    }

    private void onResponded() {
        stage = Stage.REQUEST_HEAD;
        mayRead = true;
        if (request.close()) {
            close();
        }
    }

    private void updateInterest() {
        if (!key.isValid()) {
            return;
        }
        int interest = mayRead && (stage == Stage.REQUEST_HEAD || !isUploaded()) ? SelectionKey.OP_READ : 0;
        boolean writing = stage == Stage.RESPONSE_HEAD
                || (stage == Stage.RESPONSE_BODY && responded < responseBytes)
                || stage == Stage.VERDICT;
        key.interestOps(interest | (writing ? SelectionKey.OP_WRITE : 0));
    }

    private void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
