package io.weir.server.admin;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The body of a write as it comes in, up to the bound of that write. Confined to the event loop of its connection. */
final class WriteBody {

    private final Gate.Verdict.Granted granted;
    private final Peer peer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    WriteBody(Gate.Verdict.Granted granted, Peer peer) {
        this.granted = granted;
        this.peer = peer;
    }

    /** The write that it is for. */
    Write write() {
        return granted.write();
    }

    /** Borrows the next bytes; false if they are more than the write takes. */
    boolean add(ByteBuf part) {
        byte[] read = new byte[part.readableBytes()];
        if (bytes.size() + read.length > write().mostBytes()) {
            return false;
        }
        part.getBytes(part.readerIndex(), read);
        bytes.writeBytes(read);
        return true;
    }

    /** The whole request; empty if its bytes are no UTF-8. */
    Optional<WriteRequest> request() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return Optional.of(new WriteRequest(write().path(), peer.name(), granted.role(), text));
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
