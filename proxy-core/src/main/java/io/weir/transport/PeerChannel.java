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
import java.nio.channels.SelectionKey;
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
     *
     * A socket without read interest is not watched by the JDK at all, so a reset is not seen. To look for one costs two events: with
     * read interest alone there is one when there are bytes, an end or a reset (LOOKING); then, for one more select, with connect interest
     * beside it (CONFIRMING). The JDK reports that of a connected socket only with an error. It is set only while the socket is known to
     * be readable, and so for no longer than until the next event: for itself it would be reported, and ignored, over and over.
     */

    private enum Look {
        NONE,
        LOOKING,
        CONFIRMING
    }

    private @Nullable Connection connection;
    private boolean awaitsRoom;
    private boolean readFailed;
    private Look look = Look.NONE;

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
        endLook();
        clearReadPending();
    }

    /** Looks whether the other side has reset the connection, if nothing is being read from it. It is then closed. */
    void lookForReset() {
        if (isActive() && look == Look.NONE && !isReading()) {
            look = Look.LOOKING;
            addAndSubmit(NioIoOps.READ);
        }
    }

    private boolean isReading() {
        SelectionKey key = registration().attachment();
        return NioIoOps.READ.isIncludedIn(key.interestOps());
    }

    // Whoever reads sees a reset anyway.
    @Override
    protected void doBeginRead() throws Exception {
        endLook();
        super.doBeginRead();
    }

    private void endLook() {
        if (look == Look.CONFIRMING && isOpen()) {
            removeAndSubmit(NioIoOps.CONNECT);
        }
        look = Look.NONE;
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
            if (connection != null) {
                connection.onTaken();
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
            NioIoOps ops = ((NioIoEvent) event).ops();
            if (look == Look.NONE) {
                handleReady(registration, event);
            } else if (look == Look.CONFIRMING && ops.contains(NioIoOps.CONNECT)) {
                readFailed = true;
                close(voidPromise());
            } else {
                goOnLooking(ops);
                if (ops.contains(NioIoOps.WRITE)) {
                    handleReady(registration, (NioIoEvent) () -> NioIoOps.WRITE);
                }
            }
        }

        private void goOnLooking(NioIoOps ops) {
            if (look == Look.CONFIRMING) {
                clearReadInterest();
            } else if (ops.contains(NioIoOps.READ)) {
                look = Look.CONFIRMING;
                addAndSubmit(NioIoOps.CONNECT);
            }
        }

        private void handleReady(IoRegistration registration, IoEvent event) {
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
