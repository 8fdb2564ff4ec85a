package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelId;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.weir.connection.Peer;
import io.weir.time.EventClock;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
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
     * Writing. A buffer is offered to the kernel at once. What it does not take is kept by the Output, which owns the interest in WRITE.
     *
     * Interest. An event that finds nobody to serve would come again in each turn of the loop for as long as the socket is ready. It is a bug,
     * whose interest is ended and which is counted. One whose interest has been ended since the select that reported it is none.
     *
     * A socket without read interest is not watched by the JDK at all, so a reset is not seen. To look for one costs two events: with
     * read interest alone there is one when there are bytes, an end or a reset (LOOKING); then, for one more select, with connect interest
     * beside it (CONFIRMING). The JDK reports that of a connected socket only with an error. It is set only while the socket is known to
     * be readable, and so for no longer than until the next event: for itself it would be reported, and ignored, over and over.
     */

    private static final NioIoEvent CONNECTABLE = () -> NioIoOps.CONNECT;

    private enum Look {
        NONE,
        LOOKING,
        CONFIRMING
    }

    private final Output output = new Output(this);
    private @Nullable Connection connection;
    private boolean isWanted;
    private boolean isInterested;
    private boolean inputEnded;
    private Look look = Look.NONE;
    private @Nullable Runnable onClose;

    PeerChannel() {}

    PeerChannel(SocketChannel socket) {
        super(socket);
    }

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

    /** Runs {@code action} once when the socket has been closed, before the listeners of {@link #closeFuture()} are told; now if it is closed. */
    void onClose(Runnable action) {
        if (isOpen()) {
            onClose = action;
        } else {
            action.run();
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

    Output output() {
        return output;
    }

    /** The socket itself, for its {@link Output}. */
    SocketChannel socket() {
        return javaChannel();
    }

    /** Asks to read once, when the socket is readable. After the end of input it is for ever, and nothing is read. */
    void wantRead() {
        if (inputEnded) {
            return;
        }
        isWanted = true;
        if (!isInterested) {
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

    /** Adds or removes the interest in WRITE. For its {@link Output} only. */
    void writeInterest(boolean isWanted) {
        if (!isOpen() || !registration().isValid()) {
            return;
        }
        if (isWanted) {
            addAndSubmit(NioIoOps.WRITE);
        } else {
            removeAndSubmit(NioIoOps.WRITE);
        }
    }

    /** Tells the other side that nothing more comes. */
    void endSocketOutput() {
        try {
            javaChannel().shutdownOutput();
        } catch (IOException e) {
            // The connection is broken, which the next read or look tells.
        }
    }

    /**
     * A write has failed. The connection closes, or, if what the other side sent before can still be read, is told so on the loop: never from
     * within the write.
     */
    void onWriteFailed() {
        Connection owner = connection;
        if (owner == null || config().isAutoClose()) {
            close();
        } else {
            owner.loop().hop(owner::onWriteFailed);
        }
    }

    /** What is left of {@code rest}, in other memory, if it is so little that its buffer is not to be held for it; else the empty buffer. */
    ByteBuf parkTail(ByteBuf rest) {
        Connection owner = connection;
        return owner == null ? Unpooled.EMPTY_BUFFER : owner.parkTail(rest);
    }

    @Override
    protected void doClose() throws Exception {
        try {
            super.doClose();
        } finally {
            output.drop();
            finishClose();
        }
    }

    private void finishClose() {
        Runnable last = onClose;
        onClose = null;
        if (last != null) {
            last.run();
        }
    }

    /** Code of ours has thrown what it should not have, outside an event of the socket. */
    void onBug(Throwable cause) {
        Connection owner = connection;
        if (owner == null) {
            close();
        } else {
            owner.onBug(cause);
        }
    }

    /** Reads a byte, if one has arrived of which nothing is expected. {@code scratch} is overwritten. */
    Peer.Look look(ByteBuffer scratch) {
        try {
            scratch.clear().limit(1);
            int count = javaChannel().read(scratch);
            return count == 0 ? Peer.Look.QUIET : count > 0 ? Peer.Look.BYTES : Peer.Look.ENDED;
        } catch (IOException e) {
            return Peer.Look.ENDED;
        }
    }

    private void onReadable() {
        Connection owner = connection;
        if (owner == null || !isOpen()) {
            return;
        }
        if (!isInterested) {
            onUnwanted(NioIoOps.READ);
            return;
        }
        readInto(owner.allocate(), owner);
    }

    private void readInto(ByteBuf buffer, Connection owner) {
        if (!buffer.isWritable()) {
            clearReadInterest();
            return;
        }
        int count = readInto(buffer, owner.readLimit());
        if (count > 0) {
            isWanted = false;
            owner.onRead(buffer);
        } else if (count < 0) {
            endInput(owner);
        }
        if (!isWanted) {
            clearReadInterest();
        }
    }

    // Returns the count of bytes, or -1 at the end of input. If there are none, for whatever reason, the buffer has
    // been released.
    private int readInto(ByteBuf buffer, int limit) {
        int count = 0;
        try {
            count = buffer.writeBytes(javaChannel(), Math.min(buffer.writableBytes(), limit));
        } catch (IOException e) {
            close();
        } finally {
            if (count <= 0) {
                buffer.release();
            }
        }
        return count;
    }

    /** A READ event has found that nobody wants to read. */
    void onUnwantedRead() {
        onUnwanted(NioIoOps.READ);
    }

    // An event that serves nobody, unless its interest was ended after the select.
    private void onUnwanted(NioIoOps ops) {
        Connection owner = connection;
        if (owner != null && isOpen() && registration().isValid() && isInterestedIn(ops)) {
            removeAndSubmit(ops);
            owner.loop().onUnwanted(ops.value(), owner.hasSession());
        }
    }

    private boolean isInterestedIn(NioIoOps ops) {
        SelectionKey key = registration().attachment();
        return ops.isIncludedIn(key.interestOps());
    }

    private void endInput(Connection owner) {
        inputEnded = true;
        isWanted = false;
        if (isOpen()) {
            owner.onEnd();
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
            } catch (RuntimeException | Error e) {
                owner.onBug(e);
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
                onConnectable(registration);
            }
            if (ops.contains(NioIoOps.WRITE)) {
                onWritable();
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

        private void onWritable() {
            Connection owner = connection;
            if (owner != null && isOpen() && !output.onWritable(owner)) {
                onUnwanted(NioIoOps.WRITE);
            }
        }

        // Connecting, or to confirm a reset: both end it. Nothing else is told of it once the socket is connected.
        private void onConnectable(IoRegistration registration) {
            if (isActive()) {
                onUnwanted(NioIoOps.CONNECT);
            } else {
                super.handle(registration, CONNECTABLE);
            }
        }
    }
}
