package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.weir.time.EventClock;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP socket whose reads pass a gate, and that says when its writes stall, are taken, and will be taken. */
final class PeerChannel extends NioSocketChannel {
    /*
     * Nobody reads or writes here but one Connection, a buffer at a time, so neither goes by way of Netty's pipeline and its lists:
     * each of their objects is one more that has left the processor's cache since the session's last turn.
     *
     * Reading. When the socket is readable the gate is asked for a buffer; that is where a lease is taken (see ReadGate). When there
     * is none, it answers with one of no capacity, and the read interest ends: no exception, no toggling of auto-read, and no event
     * until somebody wants to read again. Interest outlives a read if the session wants the next one before it returns.
     *
     * Writing. A buffer is offered to the kernel at once. What it does not take goes by way of Netty, and waits for OP_WRITE.
     *
     * A socket without read interest is not watched by the JDK at all, so a reset is not seen. To look for one costs two events: with
     * read interest alone there is one when there are bytes, an end or a reset (LOOKING); then, for one more select, with connect interest
     * beside it (CONFIRMING). The JDK reports that of a connected socket only with an error. It is set only while the socket is known to
     * be readable, and so for no longer than until the next event: for itself it would be reported, and ignored, over and over.
     */

    private static final NioIoEvent CONNECTABLE = () -> NioIoOps.CONNECT;
    private static final NioIoEvent WRITABLE = () -> NioIoOps.WRITE;

    private enum Look {
        NONE,
        LOOKING,
        CONFIRMING
    }

    private @Nullable Connection connection;
    private boolean isWanted;
    private boolean isInterested;
    private boolean inputEnded;
    private boolean awaitsRoom;
    private boolean hasRest;
    private boolean refused;
    private Look look = Look.NONE;

    PeerChannel() {}

    PeerChannel(Channel parent, SocketChannel socket) {
        super(parent, socket);
    }

    /** Two of Netty's own take a hundred bytes, random numbers and the clock; nobody here asks for more than a hash code. */
    @Override
    protected ChannelId newId() {
        return new PeerId();
    }

    void connect(Connection owner) {
        connection = owner;
    }

    /**
     * Sets an option of the socket.
     *
     * @throws ChannelException if the kernel refuses it, or the channel is closed
     */
    <T> void set(SocketOption<T> option, T value) {
        try {
            javaChannel().setOption(option, value);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    /**
     * Whether what is written goes out at once, with what is still held back, or may be put together with what follows. Returns whether
     * the kernel does as told: not if the channel is closed.
     */
    boolean sendAtOnce(boolean atOnce) {
        try {
            set(StandardSocketOptions.TCP_NODELAY, atOnce);
            return true;
        } catch (ChannelException e) {
            return false;
        }
    }

    /** Asks to read once, when the socket is readable. After the end of input it never is. */
    void wantRead() {
        isWanted = true;
        if (!isInterested && !inputEnded) {
            unsafe().beginRead();
        }
    }

    /** Reads now rather than after the next select: for a socket that was readable before. */
    void readNow() {
        wantRead();
        onReadable();
    }

    void clearReadInterest() {
        endLook();
        isWanted = false;
        if (isInterested) {
            isInterested = false;
            clearReadPending();
        }
    }

    /** Looks whether the other side has reset the connection, if nothing is being read from it. It is then closed. */
    void lookForReset() {
        if (isActive() && look == Look.NONE && !isInterested) {
            look = Look.LOOKING;
            addAndSubmit(NioIoOps.READ);
        }
    }

    // Whoever reads sees a reset anyway.
    @Override
    protected void doBeginRead() throws Exception {
        endLook();
        isInterested = true;
        super.doBeginRead();
    }

    // The read interest of a look is left to who ends it.
    private void endLook() {
        if (look == Look.CONFIRMING && isOpen()) {
            removeAndSubmit(NioIoOps.CONNECT);
        }
        if (look != Look.NONE) {
            look = Look.NONE;
            isInterested = true;
        }
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

    private void onReadable() {
        Connection owner = connection;
        if (owner == null || !isOpen()) {
            return;
        }
        boolean wasStalled = hasRest;
        try {
            readInto(owner.allocate(), owner);
            if (wasStalled && isOpen() && isDrained()) {
                owner.onDrained();
            }
        } catch (RuntimeException | Error e) {
            owner.onBug(e);
        }
    }

    private void readInto(ByteBuf buffer, Connection owner) {
        if (!buffer.isWritable()) {
            clearReadInterest();
            return;
        }
        int count;
        try {
            count = buffer.writeBytes(javaChannel(), Math.min(buffer.writableBytes(), owner.readLimit()));
        } catch (IOException e) {
            buffer.release();
            close();
            return;
        }
        if (count > 0) {
            isWanted = false;
            owner.onRead(buffer);
        } else {
            buffer.release();
        }
        if (count < 0) {
            endInput(owner);
        }
        if (!isWanted) {
            clearReadInterest();
        }
    }

    private void endInput(Connection owner) {
        inputEnded = true;
        isWanted = false;
        if (isOpen()) {
            owner.onEnd();
        }
    }

    /**
     * Writes what the kernel takes of {@code buffer}, and the rest when it has room. Takes ownership.
     *
     * @return whether nothing is left
     */
    boolean send(ByteBuf buffer) {
        if (isTaken(buffer)) {
            buffer.release();
            return true;
        }
        write(buffer, voidPromise());
        flush();
        return isDrained();
    }

    // Memory of the heap is Netty's to copy. An error is seen again, and told, by its write.
    private boolean isTaken(ByteBuf buffer) {
        if (!buffer.isDirect() || !isDrained()) {
            return false;
        }
        try {
            buffer.readBytes(javaChannel(), buffer.readableBytes());
        } catch (IOException e) {
            return false;
        }
        refused = buffer.isReadable();
        return !refused;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) throws IOException {
        for (ByteBuf buffer = (ByteBuf) outbound.current(); buffer != null; buffer = (ByteBuf) outbound.current()) {
            if (!refused) {
                buffer.readBytes(javaChannel(), buffer.readableBytes());
            }
            refused = false;
            if (buffer.isReadable()) {
                keepRest(outbound, buffer);
                hasRest = true;
                setOpWrite();
                return;
            }
            if (connection != null) {
                connection.onTaken();
            }
            outbound.remove();
        }
        if (hasRest) {
            hasRest = false;
            clearOpWrite();
        }
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
            Connection owner = connection;
            if (owner == null) {
                super.handle(registration, event);
                return;
            }
            EventClock clock = owner.loop().clock();
            clock.hold();
            try {
                handleReady(registration, ((NioIoEvent) event).ops());
            } finally {
                clock.release();
            }
        }

        private void handleReady(IoRegistration registration, NioIoOps ops) {
            if (look == Look.CONFIRMING && ops.contains(NioIoOps.CONNECT)) {
                close(voidPromise());
                return;
            }
            if (ops.contains(NioIoOps.CONNECT)) {
                super.handle(registration, CONNECTABLE);
            }
            if (ops.contains(NioIoOps.WRITE)) {
                onWritable(registration);
            }
            if (look != Look.NONE) {
                goOnLooking(ops);
            } else if (ops.contains(NioIoOps.READ)) {
                onReadable();
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

        private void onWritable(IoRegistration registration) {
            boolean wasStalled = hasRest;
            super.handle(registration, WRITABLE);
            Connection owner = connection;
            if (owner == null || !isOpen() || !isDrained()) {
                return;
            }
            try {
                tell(owner, wasStalled);
            } catch (RuntimeException e) {
                owner.onBug(e);
            }
        }

        private void tell(Connection owner, boolean wasStalled) {
            if (awaitsRoom) {
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
