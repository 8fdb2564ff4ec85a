package io.weir.connection;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/** What happens on one connection, told to the session that it belongs to, on its event loop. */
public interface PeerEvents {

    /**
     * How many bytes may be read now: the socket is readable, and a buffer is about to be leased for it. If 0, reading is
     * suspended until the session asks again.
     */
    int readLimit();

    /** For whose sake buffers are held on this connection. */
    InetAddress client();

    /** Puts into {@code buffer}, which is borrowed, fresh and empty, what is to stand before the bytes about to be read. */
    void prime(ByteBuf buffer);

    /** Bytes have been read behind those primed. Takes ownership of {@code buffer}. */
    void onBytes(ByteBuf buffer);

    /** The buffer that was asked for is here, empty. Takes ownership. */
    void onBuffer(ByteBuf buffer);

    /** Stands in line for a buffer from now on. */
    void onWaitBegin();

    /** Does not stand in line any more, because it has got a buffer. */
    void onWaitEnd();

    /** While watched: the other side has sent {@code first}, and maybe more. Reading is suspended. */
    void onStirred(byte first);

    /** The other side has ended its bytes. It may still take ours. */
    void onEnd();

    /**
     * A write failed, and no more can be written; what the other side sent before can still be read. Told by a task of the loop, never from
     * within the write. Only on back connections: a front connection closes.
     */
    void onWriteFailed();

    /** All bytes written have been taken, some time after the write. */
    void onDrained();

    /** A buffer full of bytes is sure to be taken: see {@link Peer#awaitRoom()}. */
    void onRoomy();

    /** The buffer that it holds without progress is needed by others. */
    void onEvicted();

    /** The connection is gone, by no wish of ours. */
    void onClosed();

    /**
     * Code of ours has thrown what it should not have while it handled an event of this connection, which is about to close. Gives back all
     * buffers: one that was handed over in that event, and has not been released by the end of this call, is taken back.
     */
    void onBug(Throwable cause);
}
