package io.weir.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import java.net.StandardSocketOptions;
import java.util.function.IntSupplier;

/** Gives sockets their options, and the size that the number of open sessions leaves to them. Safe for use by any thread. */
final class Sockets {

    // For what is written from outside the pool, which is small and rare: on the heap, where it is bounded. An
    // allocator that prefers direct memory would copy it there.
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    // One buffer at a time is written, so writability by Netty's count has no meaning here, and its events only cost.
    private static final WriteBufferWaterMark NO_WATER_MARK =
            new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

    // PeerChannel reads by itself. Without this one each socket would have its own, as unused.
    private static final RecvByteBufAllocator UNUSED = new FixedRecvByteBufAllocator(1);

    private final SocketBudget budget;
    private final IntSupplier openSessions;

    Sockets(SocketBudget budget, IntSupplier openSessions) {
        this.budget = budget;
        this.openSessions = openSessions;
    }

    /** The size of a socket that comes into use now. */
    SocketSize size() {
        return budget.sizeAt(openSessions.getAsInt());
    }

    /** Sets what a connection needs whichever side it is on. Before its first read. Returns the size it was given. */
    SocketSize prepare(PeerChannel channel) {
        SocketSize size = size();
        prepare(channel, size);
        return size;
    }

    static void prepare(PeerChannel channel, SocketSize size) {
        SocketChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setAllowHalfClosure(true);
        config.setAllocator(HEAP);
        config.setWriteBufferWaterMark(NO_WATER_MARK);
        config.setRecvByteBufAllocator(UNUSED);
        // Past Netty, which asks for the send buffer each time it has set it. It has set TCP_NODELAY already.
        channel.set(StandardSocketOptions.SO_KEEPALIVE, true);
        if (size.sendBuffer() > 0) {
            channel.set(StandardSocketOptions.SO_SNDBUF, size.sendBuffer());
        }
        if (size.receiveBuffer() > 0) {
            channel.set(StandardSocketOptions.SO_RCVBUF, size.receiveBuffer());
        }
    }
}
