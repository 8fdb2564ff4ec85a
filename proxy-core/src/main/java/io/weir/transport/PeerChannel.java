package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP socket whose reads pass a gate, and that says when its writes stall, are taken, and will be taken. */
final class PeerChannel extends NioSocketChannel {
    /*
     * Netty asks for a receive buffer when the socket is readable, so that is where a lease is taken (see ReadGate). When there
     * is none, the gate answers with a buffer of no capacity, and doReadBytes clears the read interest: no exception, no
     * toggling of auto-read, and no event until somebody calls read() again.
     *
     * At most one buffer is written at a time, so the writing loop has no need for Netty's spin count or gathering: it offers
     * the buffer once; what the kernel does not take waits for OP_WRITE.
     */

    private @Nullable Connection connection;
    private boolean awaitsRoom;
    private boolean readFailed;

    PeerChannel() {}

    PeerChannel(Channel parent, SocketChannel socket) {
        super(parent, socket);
    }

    void connect(Connection owner) {
        connection = owner;
    }

    /** Reads now rather than after the next select: for a socket that was readable before. */
    void readNow() {
        read();
        unsafe().read();
    }

    void clearReadInterest() {
        clearReadPending();
    }

    /**
     * Asks for {@link Connection#onRoomy()} at the next moment in which the kernel calls the socket writable. Of one that is closed the
     * session is about to be told, if it has not been yet.
     */
    void awaitRoom() {
        if (isOpen()) {
            awaitsRoom = true;
            addAndSubmit(NioIoOps.WRITE);
        }
    }

    /** Whether the last read ended with an error, after which the end of input means nothing. */
    boolean readFailed() {
        return readFailed;
    }

    boolean isDrained() {
        ChannelOutboundBuffer outbound = unsafe().outboundBuffer();
        return outbound != null && outbound.isEmpty();
    }

    /**
     * Whether {@code buffer} is still to be written. Its reference count does not tell: when a write fails the buffer is released
     * at once, and may be in use by another session, on another loop, when the failed writer looks.
     */
    boolean isWriting(ByteBuf buffer) {
        ChannelOutboundBuffer outbound = unsafe().outboundBuffer();
        return outbound != null && outbound.current() == buffer;
    }

    /** Looks whether anything has arrived: nothing, that is, for a connection of which nothing is expected. */
    boolean isQuiet(ByteBuffer scratch) {
        try {
            scratch.clear().limit(1);
            return javaChannel().read(scratch) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected int doReadBytes(ByteBuf buffer) throws IOException {
        if (!buffer.isWritable()) {
            clearReadPending();
            return 0;
        }
        try {
            return buffer.writeBytes(javaChannel(), Math.min(buffer.writableBytes(), readLimit()));
        } catch (IOException e) {
            readFailed = true;
            // Else Netty would hand on what was primed as if it had been read.
            buffer.clear();
            throw e;
        }
    }

    private int readLimit() {
        Connection owner = connection;
        return owner == null ? Integer.MAX_VALUE : owner.readLimit();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) throws IOException {
        for (ByteBuf buffer = (ByteBuf) outbound.current(); buffer != null; buffer = (ByteBuf) outbound.current()) {
            buffer.readBytes(javaChannel(), buffer.readableBytes());
            if (buffer.isReadable()) {
                keepRest(outbound, buffer);
                setOpWrite();
                return;
            }
            outbound.remove();
        }
        clearOpWrite();
    }

    // A few bytes that are not taken must not hold a whole buffer. They are all there is to write, so behind is before.
    private void keepRest(ChannelOutboundBuffer outbound, ByteBuf buffer) {
        Connection owner = connection;
        ByteBuf tail = owner == null ? Unpooled.EMPTY_BUFFER : owner.parkTail(buffer);
        if (tail.isReadable()) {
            int length = tail.readableBytes();
            outbound.addMessage(tail, length, voidPromise());
            outbound.addFlush();
            outbound.remove();
        }
    }

    @Override
    protected AbstractNioUnsafe newUnsafe() {
        return new PeerUnsafe();
    }

    private final class PeerUnsafe extends NioByteUnsafe {

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            boolean wasStalled = !isDrained();
            super.handle(registration, event);
            Connection owner = connection;
            if (owner == null || !isOpen() || !isDrained()) {
                return;
            }
            try {
                tell(owner, wasStalled, ((NioIoEvent) event).ops().contains(NioIoOps.WRITE));
            } catch (RuntimeException e) {
                owner.onBug(e);
            }
        }

        private void tell(Connection owner, boolean wasStalled, boolean isWritable) {
            if (awaitsRoom && isWritable) {
                awaitsRoom = false;
                removeAndSubmit(NioIoOps.WRITE);
                owner.onRoomy();
            }
            if (wasStalled) {
                owner.onDrained();
            }
        }
    }
}
