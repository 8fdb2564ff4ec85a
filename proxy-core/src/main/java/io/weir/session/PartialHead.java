package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Parked;
import io.weir.http1.HeadParser;
import java.nio.ByteBuffer;

/** The beginning of a head of which the rest has not come, kept while no buffer is held. Confined to its event loop. */
final class PartialHead {

    private final LoopServices loop;
    private Parked parked = Parked.NONE;

    PartialHead(LoopServices loop) {
        this.loop = loop;
    }

    boolean isEmpty() {
        return parked.isEmpty();
    }

    int length() {
        return parked.length();
    }

    /**
     * Begins a fresh buffer, which is borrowed: room for an edited head to grow, then the bytes kept, which stay kept. The room is smaller if
     * the bytes would else fill the buffer.
     */
    void prime(ByteBuf buffer) {
        int start = loop.headStart(parked.length(), buffer.capacity());
        buffer.setIndex(start, start);
        parked.appendTo(buffer);
    }

    /**
     * Forgets what was kept, for it is in {@code buffer}, which is borrowed, with more behind it.
     *
     * @return whether the buffer may hold a whole head now, or one too large, so that it is worth parsing
     */
    boolean resume(ByteBuf buffer) {
        int known = parked.length();
        clear();
        return known <= 1
                || !buffer.isWritable()
                || HeadParser.mayEndIn(memory(buffer), buffer.readerIndex() + known, buffer.writerIndex());
    }

    /**
     * Keeps the readable bytes and releases the buffer, if there is room. If not the buffer stays the caller's, its bytes moved to
     * where {@link #prime} would have put them, to be read into.
     */
    boolean keep(ByteBuf buffer) {
        parked = loop.parking.parkPart(buffer);
        if (!parked.isEmpty()) {
            buffer.release();
            return true;
        }
        int length = buffer.readableBytes();
        int start = loop.headStart(length, buffer.capacity());
        if (buffer.readerIndex() > start) {
            buffer.setBytes(start, buffer, buffer.readerIndex(), length);
            buffer.setIndex(start, start + length);
        }
        return false;
    }

    /** Keeps a copy of the readable bytes, which are borrowed, if there is room. */
    boolean keepCopy(ByteBuf buffer) {
        parked = loop.parking.parkPart(buffer);
        return !parked.isEmpty();
    }

    /** Keeps a single byte, for which there is always room. */
    void keep(byte first) {
        parked = loop.parking.park(first);
    }

    /** The bytes kept, to look at until {@link #clear()}. */
    ByteBuffer view() {
        return parked.view();
    }

    void clear() {
        if (!parked.isEmpty()) {
            loop.parking.leave(parked);
            parked = Parked.NONE;
        }
    }

    /** The whole memory of a leased buffer, for parsing in place. Valid until the buffer is read into or written out. */
    static ByteBuffer memory(ByteBuf buffer) {
        return buffer.internalNioBuffer(0, buffer.capacity());
    }
}
