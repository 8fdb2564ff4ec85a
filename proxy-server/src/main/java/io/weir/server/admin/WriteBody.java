package io.weir.server.admin;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of a write as it comes in, in an array that never exceeds the bound of that write. Confined to the event loop of its connection. */
final class WriteBody {

    // RFC 8259 2: whitespace of JSON.
    private static final Pattern NOTHING = Pattern.compile("[ \\t\\r\\n]*(?:\\{[ \\t\\r\\n]*}[ \\t\\r\\n]*)?");

    private static final int FIRST_BYTES = 1024;

    private final Gate.Verdict.Granted granted;
    private final Peer peer;
    private byte[] bytes;
    private int size;

    WriteBody(Gate.Verdict.Granted granted, Peer peer) {
        this.granted = granted;
        this.peer = peer;
        bytes = new byte[Math.min(FIRST_BYTES, granted.write().mostBytes())];
    }

    /** The write that it is for. */
    Write write() {
        return granted.write();
    }

    /** Borrows the next bytes; false if they are more than the write takes. */
    boolean add(ByteBuf part) {
        int more = part.readableBytes();
        if (size + more > write().mostBytes()) {
            return false;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(write().mostBytes(), Math.max(2 * bytes.length, size + more)));
        }
        part.getBytes(part.readerIndex(), bytes, size, more);
        size += more;
        return true;
    }

    /** The whole request; empty if its bytes are no UTF-8, or not what the write takes. */
    Optional<WriteRequest> request() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
            return isAllowed(text)
                    ? Optional.of(new WriteRequest(write().path(), peer.name(), granted.role(), text))
                    : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    private boolean isAllowed(String text) {
        return write().content() == Write.Content.TEXT || NOTHING.matcher(text).matches();
    }

    /** Why there is no request: one sentence for the caller. */
    String whyNot() {
        return write().content() == Write.Content.TEXT
                ? "The body is not UTF-8."
                : "The body of this write is {} or nothing.";
    }
}
