package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelId;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.weir.connection.Look;
import io.weir.time.EventClock;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP socket whose reads pass a gate, and whose writes are offers: see {@link WriteSide}. Confined to its event loop once it is registered. */
final class PeerChannel extends NioSocketChannel {
    /*
     * One connection reads and writes here, a buffer at a time, so neither goes by way of Netty's pipeline and its lists: each of their objects
     * is one more that has left the processor's cache since the session's last turn.
     *
     * Reading. When the socket is readable the gate is asked for a buffer; that is where a lease is taken (see ReadGate). When there
     * is none, it answers with one of no capacity, and the read interest ends: no exception, no toggling of auto-read, and no event
     * until somebody wants to read again. Interest outlives a read if the session wants the next one before it returns.
     *
     * Writing. Bytes are borrowed, offered to the kernel at once, and never queued here. Whoever offers them keeps what is left.
     *
     * Interest. An event that finds nobody to serve would come again in each turn of the loop for as long as the socket is ready. It is a bug,
     * whose interest is ended and which is counted. One whose interest has been ended since the select that reported it is none.
     */

    private static final NioIoEvent CONNECTABLE = () -> NioIoOps.CONNECT;

    private final WriteSide writeSide = new WriteSide(this, javaChannel());
    private final CloseActions closeActions = new CloseActions();
    private @Nullable SocketOwner owner;
    private @Nullable SocketReader reader;
    private @Nullable ResetLook look;
    private boolean isWanted;
    private boolean isInterested;
    private boolean inputEnded;

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

    /** Is the socket of this connection, and read for that reader. To be said once, before the first event. */
    void belongsTo(SocketOwner connection, SocketReader gate) {
        assert isConfined();
        owner = connection;
        reader = gate;
    }

    /** The connection that it is the socket of. */
    SocketOwner owner() {
        SocketOwner present = owner;
        if (present == null) {
            throw new IllegalStateException("no connection yet");
        }
        return present;
    }

    /**
     * Sets an option of the socket.
     *
     * @throws ChannelException if the kernel refuses it, or the channel is closed
     */
    <T> void set(SocketOption<T> option, T value) {
        assert isConfined();
        try {
            javaChannel().setOption(option, value);
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    /** Whether the caller may use it: it runs on the event loop, or the channel is not registered with one. */
    boolean isConfined() {
        return !isRegistered() || eventLoop().inEventLoop();
    }

    /** What is done when the socket has been closed. */
    CloseActions closeActions() {
        assert isConfined();
        return closeActions;
    }

    /** Asks to read once, when the socket is readable. After the end of input it is for ever, and nothing is read. */
    void wantRead() {
        assert isConfined();
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
        assert isConfined();
        wantRead();
        onReadable();
    }

    void clearReadInterest() {
        assert isConfined();
        endLook();
        isWanted = false;
        if (isInterested) {
            isInterested = false;
            clearReadPending();
        }
    }

    /**
     * Looks whether the other side has reset the connection, if nothing is being read from it. It is then closed. Does nothing once our side has
     * ended: the kernel then reports the end of the other as it reports a reset.
     */
    void lookForReset() {
        assert isConfined();
        if (writeSide.takesBytes() && !isInterested) {
            look().begin();
        }
    }

    private ResetLook look() {
        ResetLook present = look;
        if (present == null) {
            present = new ResetLook(this);
            look = present;
        }
        return present;
    }

    private boolean isLooking() {
        return look != null && look.isOn();
    }

    // Whoever reads sees a reset anyway.
    @Override
    protected void doBeginRead() throws Exception {
        endLook();
        isInterested = true;
        super.doBeginRead();
    }

    // Leaves read interest on; the caller decides whether to clear it.
    private void endLook() {
        if (isLooking()) {
            look().end();
            isInterested = true;
        }
    }

    /** Adds or removes an interest. For what is part of this channel, and for a test that leaves one on as a bug would. */
    void interest(NioIoOps ops, boolean isWanted) {
        assert isConfined();
        if (!isOpen() || !registration().isValid()) {
            return;
        }
        if (isWanted) {
            addAndSubmit(ops);
        } else {
            removeAndSubmit(ops);
        }
    }

    WriteSide writeSide() {
        return writeSide;
    }

    /**
     * An offer has failed. The channel closes, or, if what the other side sent before can still be read, its owner is told so on the loop: never
     * from within the offer.
     */
    void onWriteFailed() {
        assert isConfined();
        SocketOwner present = owner;
        if (present == null || config().isAutoClose()) {
            close();
        } else {
            present.loop().tryExecute(present::onWriteFailed);
        }
    }

    @Override
    protected void doClose() throws Exception {
        try {
            super.doClose();
        } finally {
            writeSide.onClosed();
            closeActions.closed(owner != null);
        }
    }

    /** Closes at once, by a reset. */
    void abort() {
        assert isConfined();
        if (isOpen()) {
            config().setSoLinger(0);
        }
        close();
    }

    /** Code of ours has thrown what it should not have, outside an event of the socket. */
    void onBug(Throwable cause) {
        assert isConfined();
        SocketOwner present = owner;
        if (present == null) {
            close();
        } else {
            present.onBug(cause);
        }
    }

    /** Reads a byte, if one has arrived of which nothing is expected. {@code scratch} is overwritten. */
    Look look(ByteBuffer scratch) {
        assert isConfined();
        try {
            scratch.clear().limit(1);
            int count = javaChannel().read(scratch);
            return count == 0 ? Look.QUIET : count > 0 ? Look.BYTES : Look.ENDED;
        } catch (IOException e) {
            return Look.ENDED;
        }
    }

    private void onReadable() {
        SocketReader present = reader;
        if (present == null || !isOpen()) {
            return;
        }
        if (!isInterested) {
            onUnwanted(NioIoOps.READ);
            return;
        }
        readInto(present.allocate(), present);
    }

    private void readInto(ByteBuf buffer, SocketReader present) {
        if (!buffer.isWritable()) {
            clearReadInterest();
            return;
        }
        int count = readInto(buffer, present.readLimit());
        if (count > 0) {
            isWanted = false;
            present.onRead(buffer);
        } else if (count < 0) {
            endInput(present);
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
        assert isConfined();
        onUnwanted(NioIoOps.READ);
    }

    // An event that serves nobody, unless its interest was ended after the select.
    private void onUnwanted(NioIoOps ops) {
        SocketOwner present = owner;
        if (present != null && isOpen() && registration().isValid() && isInterestedIn(ops)) {
            removeAndSubmit(ops);
            present.loop().onUnwanted(ops.value(), present.hasSession());
        }
    }

    private boolean isInterestedIn(NioIoOps ops) {
        SelectionKey key = registration().attachment();
        return ops.isIncludedIn(key.interestOps());
    }

    private void endInput(SocketReader present) {
        inputEnded = true;
        isWanted = false;
        if (isOpen()) {
            present.onEnd();
        }
    }

    @Override
    protected AbstractNioUnsafe newUnsafe() {
        return new PeerUnsafe();
    }

    private final class PeerUnsafe extends NioByteUnsafe {

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            SocketOwner present = owner;
            if (present == null) {
                super.handle(registration, event);
                return;
            }
            EventClock clock = present.loop().clock();
            clock.hold();
            try {
                handleReady(registration, ((NioIoEvent) event).ops());
            } catch (RuntimeException | Error e) {
                present.onBug(e);
            } finally {
                clock.release();
            }
        }

        private void handleReady(IoRegistration registration, NioIoOps ops) {
            if (isLooking() && look().hasFound(ops)) {
                close(voidPromise());
                return;
            }
            if (ops.contains(NioIoOps.CONNECT)) {
                onConnectable(registration);
            }
            if (ops.contains(NioIoOps.WRITE) && !writeSide.onWritable()) {
                onUnwanted(NioIoOps.WRITE);
            }
            if (isLooking()) {
                look().goOn(ops);
            } else if (ops.contains(NioIoOps.READ)) {
                onReadable();
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
