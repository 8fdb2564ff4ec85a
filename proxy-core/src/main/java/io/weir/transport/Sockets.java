package io.weir.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketSize;
import java.net.StandardSocketOptions;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Gives sockets their options, and the size that the number of connections of their kind leaves to them. Safe for use by any thread. */
final class Sockets {

    // For what is written from outside the pool, which is small and rare: on the heap, where it is bounded. An
    // allocator that prefers direct memory would copy it there.
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    // One buffer at a time is written, so writability by Netty's count has no meaning here, and its events only cost.
    private static final WriteBufferWaterMark NO_WATER_MARK =
            new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

    // PeerChannel reads by itself. Without this one each socket would have its own, as unused.
    private static final RecvByteBufAllocator UNUSED = new FixedRecvByteBufAllocator(1);

    // Linux keeps, and reports, twice what it was asked for.
    private static final int KEPT_PER_ASKED =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux") ? 2 : 1;

    private final SocketBudget budget;
    private final IntSupplier openFronts;

    /** Sockets of at most {@code budget}, while so many front connections are open as the supplier says. */
    Sockets(SocketBudget budget, IntSupplier openFronts) {
        this.budget = budget;
        this.openFronts = openFronts;
    }

    /** The size of a front connection that is accepted now. */
    SocketSize frontSize() {
        return budget.sizeAt(openFronts.getAsInt());
    }

    /** The size of a back connection that comes into use as the n-th. */
    SocketSize backSize(int n) {
        return budget.sizeAt(n);
    }

    /** The size whose receive buffer a listener has now. */
    SocketSize queuedSize() {
        return budget.queuedSizeAt(openFronts.getAsInt());
    }

    /**
     * Sets what an accepted connection needs, before its first read. Its receive buffer grows to the size of now, and never shrinks:
     * it may hold bytes already.
     *
     * @return the size it was given; the receive buffer may be larger
     */
    SocketSize prepareAccepted(PeerChannel channel) {
        SocketSize size = frontSize();
        setAllButReceiveBuffer(channel, size);
        if (size.receiveBuffer() > budget.largestQueued() || size.receiveBuffer() > receiveBuffer(channel)) {
            setReceiveBuffer(channel, size);
        }
        return size;
    }

    /** Sets what a connection of this size needs whichever side it is on. Before its first read. */
    static void prepare(PeerChannel channel, SocketSize size) {
        setAllButReceiveBuffer(channel, size);
        setReceiveBuffer(channel, size);
    }

    private static void setReceiveBuffer(PeerChannel channel, SocketSize size) {
        if (size.receiveBuffer() > 0) {
            channel.set(StandardSocketOptions.SO_RCVBUF, size.receiveBuffer());
        }
    }

    private static int receiveBuffer(PeerChannel channel) {
        return channel.config().getReceiveBufferSize() / KEPT_PER_ASKED;
    }

    private static void setAllButReceiveBuffer(PeerChannel channel, SocketSize size) {
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
    }
}
