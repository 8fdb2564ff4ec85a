package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.KeptBytes;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.http1.HeadParser;
import java.nio.ByteBuffer;

/** The beginning of a head of which the rest has not come, kept while no buffer is held. Confined to its event loop. */
final class PartialHead {

    private final Http1Codec codec;
    private final KeptBytes kept;

    PartialHead(Http1Codec codec, Parking parking) {
        this.codec = codec;
        kept = new KeptBytes(parking);
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    int length() {
        return kept.length();
    }

    /** The bytes themselves, for a tunnel that takes them over. */
    KeptBytes bytes() {
        return kept;
    }

    /**
     * Begins a fresh buffer, which is borrowed: room for an edited head to grow, then the bytes kept, which stay kept. The room is smaller if
     * the bytes would else fill the buffer.
     */
    void prime(ByteBuf buffer) {
        int start = codec.headStart(kept.length(), buffer.capacity());
        buffer.setIndex(start, start);
        kept.appendTo(buffer);
    }

    /**
     * Forgets what was kept, for it is in {@code buffer}, which is borrowed, with more behind it.
     *
     * @return whether the buffer may hold a whole head now, or one too large, so that it is worth parsing
     */
    boolean resume(ByteBuf buffer) {
        int known = kept.length();
        kept.clear();
        return known <= 1
                || !buffer.isWritable()
                || HeadParser.mayEndIn(Lease.memory(buffer), buffer.readerIndex() + known, buffer.writerIndex());
    }

    /**
     * Keeps the readable bytes and releases the buffer, if there is room. If not the buffer stays the caller's, its bytes moved to
     * where {@link #prime} would have put them, to be read into.
     */
    boolean keep(ByteBuf buffer) {
        if (kept.keep(buffer)) {
            buffer.release();
            return true;
        }
        int length = buffer.readableBytes();
        int start = codec.headStart(length, buffer.capacity());
        if (buffer.readerIndex() > start) {
            buffer.setBytes(start, buffer, buffer.readerIndex(), length);
            buffer.setIndex(start, start + length);
        }
        return false;
    }

    /** Keeps a copy of the readable bytes, which are borrowed, if there is room. */
    boolean keepCopy(ByteBuf buffer) {
        return kept.keep(buffer);
    }

    /** Keeps a single byte, for which there is always room. */
    void keep(byte first) {
        kept.keep(first);
    }

    /** The bytes kept, to look at until {@link #clear()}. */
    ByteBuffer view() {
        return kept.view();
    }

    void clear() {
        kept.clear();
    }
}
