package io.weir.connection;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import java.net.InetSocketAddress;

/**
 * One connection as a session sees it. Confined to the event loop of that session. What happens on it is told to its
 * {@link PeerEvents}, never from within a call of this interface, except where said.
 *
 * <p>Reading has one purpose at a time; asking for another replaces it.
 */
public interface Peer {

    /** How far a write has come when it returns. */
    enum Written {
        /** The kernel has taken all bytes. */
        ALL,
        /**
         * Some bytes are left: {@link PeerEvents#onDrained()} tells when they are taken. Or the write has failed: the loop tells that later,
         * on a back connection by {@link PeerEvents#onWriteFailed()}, on a front one by {@link PeerEvents#onClosed()}.
         */
        STALLED,
        /** Some bytes of a text of our own are left, and there is no room to park them: the connection is being closed, by a reset. */
        NO_ROOM,
        /** The head that was to be written does not fit once it is edited: nothing has been written, and the buffer is released. */
        TOO_LARGE
    }

    /** What a look at a connection finds of which nothing is expected. */
    enum Look {
        /** Nothing has arrived, and the other side has not closed. */
        QUIET,
        /** Bytes have arrived. */
        BYTES,
        /** The other side has ended its bytes or broken off. */
        ENDED
    }

    /**
     * Wants bytes. When the socket is readable it leases a buffer of this urgency, waiting in line if it must, and hands it to
     * {@link PeerEvents#onBytes(ByteBuf)}. While in line, a more urgent wish moves it to the better class.
     */
    void read(WaitClass urgency);

    /** Wants more bytes in {@code buffer}, which must have room. Takes ownership of it until it comes back as bytes. */
    void readInto(ByteBuf buffer);

    /** Wants a buffer, whether or not the socket is readable. It comes by {@link PeerEvents#onBuffer(ByteBuf)}, maybe at once. */
    void lease(WaitClass urgency);

    /**
     * Wants to know, without a buffer, when the other side sends or closes. A byte that had to be read to see that is told by
     * {@link PeerEvents#onStirred(byte)}.
     */
    void watch();

    /** Reads and throws away what comes, without a buffer, until the other side closes. */
    void discard();

    /** Wants nothing; leaves the line. */
    void pause();

    /**
     * Looks, within a moment, whether the other side has broken off although nothing is read from it now. If it has, that is told by
     * {@link PeerEvents#onClosed()}.
     */
    void lookForReset();

    /** Tells its events to {@code next} from now on. Ends a wait for room. */
    void tell(PeerEvents next);

    /** Whether it is in line for a buffer. */
    boolean isWaitingForBuffer();

    /**
     * Sends the readable bytes of {@code buffer}. Takes ownership. Ends a wait for room.
     *
     * @throws IllegalStateException if bytes written before are not taken yet, or our side has been ended: one message must not come behind
     *     a part of another
     */
    Written write(ByteBuf buffer);

    /**
     * Sends a small text of our own, such as an error page, from memory outside the pool. Under the same conditions. What the kernel does not
     * take at once is parked; the array is not kept.
     */
    Written write(byte[] text);

    /** Bytes written that the kernel has not taken: those that are left of the last write, and those that were lost with the connection. */
    int untaken();

    /**
     * Drops what is left of the last write, as if it had never been written. Only for a message of which {@link #untaken()} tells that no byte
     * has left: what follows would else come behind a part of it.
     *
     * @return whether the connection takes more
     */
    boolean takeBack();

    /** Whether the kernel has taken all bytes written, and the connection takes more. */
    boolean isDrained();

    /**
     * Bytes that, written now, are sure to be taken at once; 0 if that is less than is worth a read. More than a buffer holds, if
     * the socket has room for it.
     */
    int room();

    /** Asks to be told by {@link PeerEvents#onRoomy()} when there is room. The next write, the end or another owner of the events takes it back. */
    void awaitRoom();

    /**
     * Says that {@code buffer}, which it borrows, is held while something else is waited for. Until it is written or released it
     * counts as stalled on this connection.
     */
    void hold(ByteBuf buffer);

    /**
     * Looks at the socket, by one system call: whether anything has arrived although nothing is expected. Of a connection that is not
     * quiet a byte may be lost; it is good for nothing any more.
     */
    Look look();

    /**
     * Looks at the socket, by one system call: whether anything has arrived of what is expected. A byte that had to be read to see that is told
     * by {@link PeerEvents#onStirred(byte)}, from within this call. May be called while bytes are wanted, unless the connection is in line for a buffer.
     */
    Look stir();

    /**
     * Ends our side's bytes; the other side may go on sending.
     *
     * @throws IllegalStateException if bytes written before are not taken yet
     */
    void shutdownOutput();

    /**
     * Closes in order: the other side gets what the kernel has taken, then the end. What is left of the last write is dropped, and counts as
     * untaken. No event comes after it; what is asked for or written later has no effect.
     */
    void close();

    /** As {@link #close()}, but tells the other side that something went wrong (RST), which may lose what the kernel has taken. */
    void abort();

    /** Address of the other side. */
    InetSocketAddress remoteAddress();

    /** The other side speaks for a client at {@code source}, who connected to {@code destination}. */
    void speaksFor(InetSocketAddress source, InetSocketAddress destination);

    /** Address of whom the other side connected for: its own, unless a PROXY protocol header has told another. */
    InetSocketAddress clientAddress();

    /** Address that the client connected to: ours, unless a PROXY protocol header has told another. */
    InetSocketAddress calledAddress();
}
