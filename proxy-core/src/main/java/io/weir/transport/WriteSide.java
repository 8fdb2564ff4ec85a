package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The write side of one socket: takes of the bytes that it is offered what the kernel takes, keeps none, and says when the socket is writable.
 * Confined to its event loop.
 */
@SuppressWarnings("ReferenceEquality") // A writer is equal to itself alone.
final class WriteSide {
    /*
     * Several parties may write to one socket in the course of its life, or in turns: the output of a connection, a handshake, the outbox of
     * HTTP/2. Each keeps what is left of its own bytes, and awaits the WRITE event for them.
     *
     * One of them awaits it at a time. The interest in WRITE is on while there is one, and off otherwise: both are changed together, in await()
     * and endWait(). A socket whose other side has reset it is writable for ever, so an interest left on is an event in each turn of the loop.
     *
     * While one waits no other may offer. The one that waits has begun a message of which it keeps the rest, and other bytes would come into the
     * middle of it; or it waits for room, which others would use up.
     */

    /** A party that offers bytes. */
    interface Writer {

        /** The socket is writable, as awaited. The wait goes on until it is ended by {@link WriteSide#forget}. */
        void onWritable();

        /** The socket has been closed while the event was awaited: no more is taken, and the wait has ended. */
        void onLost();
    }

    /** The result of an offer to a socket that takes no more. */
    static final int LOST = -1;

    private enum State {
        OPEN,
        ENDED,
        FAILED
    }

    private final PeerChannel channel;
    private final SocketChannel socket;
    private State state = State.OPEN;
    private @Nullable Writer awaiting;

    WriteSide(PeerChannel channel, SocketChannel socket) {
        this.channel = channel;
        this.socket = socket;
    }

    /** The channel of the socket. */
    PeerChannel channel() {
        return channel;
    }

    /**
     * Offers the readable bytes of {@code bytes}, which it borrows, to the kernel, and moves its reader index past those that are taken.
     *
     * @return how many bytes are taken; {@link #LOST} if the socket takes no more: it is not connected, or an offer has failed, this one or one
     *     before. The failure closes the channel, or is told to its {@link SocketOwner} later.
     * @throws IllegalStateException if another writer awaits the event, or our side has been ended; nothing is taken
     */
    int offer(Writer by, ByteBuf bytes) {
        assert channel.isConfined();
        if (!mayOffer(by)) {
            throw new IllegalStateException("an offer while another writer waits, or after the end");
        }
        if (!takesBytes()) {
            return LOST;
        }
        try {
            return bytes.readBytes(socket, bytes.readableBytes());
        } catch (IOException e) {
            fail();
            return LOST;
        }
    }

    /** Whether {@code writer} may offer: our side has not been ended, and no other writer awaits the event. */
    boolean mayOffer(Writer writer) {
        assert channel.isConfined();
        return state != State.ENDED && (awaiting == null || awaiting == writer);
    }

    /** Whether the socket takes bytes, now or later: it is connected, our side has not been ended, and no offer has failed. */
    boolean takesBytes() {
        assert channel.isConfined();
        return state == State.OPEN && socket.isOpen() && socket.isConnected();
    }

    /**
     * Has the WRITE event serve {@code writer}, until that ends its wait or the socket is lost. Nothing comes of it if the socket takes no more.
     *
     * @throws IllegalStateException if the event serves another writer
     */
    void await(Writer writer) {
        assert channel.isConfined();
        if (awaiting == null && takesBytes()) {
            awaiting = writer;
            channel.interest(NioIoOps.WRITE, true);
        } else if (awaiting != null && awaiting != writer) {
            throw new IllegalStateException("a second party awaits the WRITE event");
        }
    }

    /** Ends the wait of {@code writer}, if it waits; the wait of another goes on. */
    void forget(Writer writer) {
        assert channel.isConfined();
        if (awaiting == writer) {
            endWait();
        }
    }

    private void endWait() {
        if (awaiting != null) {
            awaiting = null;
            channel.interest(NioIoOps.WRITE, false);
        }
    }

    /**
     * Whether what is taken goes out at once, with what is still held back, or may be put together with what follows. Returns whether the kernel
     * does as told: not if the socket is closed.
     */
    boolean sendAtOnce(boolean atOnce) {
        assert channel.isConfined();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, atOnce);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends our bytes: tells the other side that nothing more comes, if the socket takes bytes. Ends a wait. */
    void end() {
        assert channel.isConfined();
        if (!takesBytes()) {
            return;
        }
        state = State.ENDED;
        endWait();
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // The connection is broken, which the next read or look tells.
        }
    }

    // The only path of a failed offer, whoever made it.
    private void fail() {
        state = State.FAILED;
        endWait();
        channel.onWriteFailed();
    }

    /** The socket is writable. Returns whether a writer has awaited that. */
    boolean onWritable() {
        assert channel.isConfined();
        Writer served = awaiting;
        if (served == null) {
            return false;
        }
        served.onWritable();
        return true;
    }

    /** The socket is closed. */
    void onClosed() {
        assert channel.isConfined();
        Writer lost = awaiting;
        awaiting = null;
        if (lost != null) {
            lost.onLost();
        }
    }
}
