package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.connection.Connection;
import io.weir.tunnel.Tunnel;
import java.net.InetAddress;

/**
 * The bytes of one front connection that no exchange has taken yet: the beginning of a head, or what the client has sent behind its request. They
 * are parked, as {@link #head()}; where parking is full, or if they were there before the session, their buffer is kept, as "unread". Confined to its
 * event loop.
 */
final class SentAhead {

    private final SessionLoop loop;
    private final Connection connection;
    private final PartialHead head;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean dropped;

    SentAhead(SessionLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        head = new PartialHead(loop.http1, loop.resources.parking());
    }

    /** The bytes that are parked. */
    PartialHead head() {
        return head;
    }

    /** Whether there is anything, or has been before it was dropped. */
    boolean isThere() {
        return !head.isEmpty() || unread.isReadable() || dropped;
    }

    /** Whether there are bytes in a buffer, which others may need. */
    boolean keepsBuffer() {
        return unread.isReadable();
    }

    /** Keeps {@code buffer}, whose readable bytes these are. Takes ownership. */
    void keep(ByteBuf buffer) {
        unread = buffer;
    }

    /**
     * Splits {@code buffer}, of which it takes ownership, behind the bytes of the present request, and keeps the rest for the next one.
     *
     * @param client for whose sake a buffer is kept
     * @return the bytes from {@code start} to {@code end}, which are the caller's; the empty buffer if there is no room for those behind
     */
    ByteBuf split(ByteBuf buffer, int start, int end, InetAddress client) {
        int behind = buffer.writerIndex() - end;
        buffer.readerIndex(end);
        if (behind == 0 || head.keepCopy(buffer)) {
            return buffer.setIndex(start, end);
        }
        if (!loop.resources.mayHold(buffer, client)) {
            buffer.release();
            return Unpooled.EMPTY_BUFFER;
        }
        keep(buffer);
        ByteBuf message = buffer.retainedDuplicate().setIndex(start, end);
        connection.hold(buffer);
        return message;
    }

    /** The buffer, which is the caller's and makes progress again; the empty one if there is none. */
    ByteBuf take() {
        ByteBuf taken = unread;
        unread = Unpooled.EMPTY_BUFFER;
        if (taken.isReadable()) {
            Lease.of(taken).moves();
        }
        return taken;
    }

    /**
     * Drops the buffer, and so a request that was sent ahead. The connection has to close after the present response, by which the client knows
     * (RFC 9112 section 9.3.2).
     */
    void drop() {
        release();
        dropped = true;
    }

    /** Hands all over to a tunnel, which carries those that follow. */
    Tunnel.Received handOver(boolean hasEnded) {
        return new Tunnel.Received(take(), head.bytes(), hasEnded);
    }

    /** Gives back all that it holds. */
    void close() {
        head.clear();
        release();
    }

    private void release() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
