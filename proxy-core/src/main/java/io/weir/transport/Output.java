package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/** The bytes that leave one socket: one piece at a time, of which the kernel may not have taken the rest. Confined to its event loop. */
final class Output {
    /*
     * WRITE interest has one owner at a time: the rest of a write, else the party that awaits room, else nobody. It is added and removed in
     * fit() and nowhere else, after each step that changes the owner; an output that has ended or failed, or whose channel is closed, has none.
     * A socket whose other side has reset it is writable for ever, so an interest left on is an event in each turn of the loop.
     *
     * One piece at a time: a write behind a rest is a bug of the session, because what lies queued could then be parts of two messages, and the
     * end of the first (a parked tail, say) could come behind the second. It is refused with an exception, which costs that session.
     */

    private enum State {
        OPEN,
        ENDED,
        FAILED
    }

    private final PeerChannel channel;
    private State state = State.OPEN;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;
    private boolean awaitsRoom;
    private boolean hasInterest;
    private int lostBytes;

    Output(PeerChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes what the kernel takes of {@code buffer}, and the rest when it has room. Takes ownership. A failure is told later on the loop.
     *
     * @return whether nothing is left, and nothing has failed
     * @throws IllegalStateException if there is a rest of the write before, or our side has been ended
     */
    boolean send(ByteBuf buffer) {
        if (rest.isReadable() || state == State.ENDED) {
            buffer.release();
            throw new IllegalStateException("a write before the last one is taken, or after the end");
        }
        awaitsRoom = false;
        if (isOpen()) {
            rest = buffer;
            if (write()) {
                forgetRest();
            }
        } else {
            lostBytes += buffer.readableBytes();
            buffer.release();
        }
        fit();
        return isDrained();
    }

    /** Bytes that the kernel has not taken: the rest, and those that were lost with the socket. */
    int untaken() {
        return rest.readableBytes() + lostBytes;
    }

    /** Drops the rest, as if it had never been sent. */
    void takeBack(Connection owner) {
        if (rest.isReadable()) {
            owner.onTaken();
            forgetRest();
            fit();
        }
    }

    /** Asks to be told at the next moment in which the kernel calls the socket writable, and has taken the rest. */
    void awaitRoom() {
        awaitsRoom = isOpen();
        fit();
    }

    /** Takes that back. */
    void forgetRoom() {
        awaitsRoom = false;
        fit();
    }

    /** Ends our bytes. */
    void end() {
        if (rest.isReadable()) {
            throw new IllegalStateException("an end before all is taken");
        }
        if (isOpen()) {
            state = State.ENDED;
            forgetRoom();
            channel.endSocketOutput();
        }
    }

    /** Gives back what the kernel has not taken: the channel is closed. */
    void drop() {
        awaitsRoom = false;
        lostBytes += rest.readableBytes();
        forgetRest();
    }

    boolean isDrained() {
        return !rest.isReadable() && isOpen();
    }

    /**
     * Whether {@code buffer} is the rest. Its reference count does not tell: when a write fails the buffer is released at once, and may be in
     * use by another session, on another loop, when the failed writer looks.
     */
    @SuppressWarnings("ReferenceEquality") // Another buffer of the same content is another lease.
    boolean isWriting(ByteBuf buffer) {
        return rest == buffer;
    }

    /** The socket is writable. Returns whether that served anybody. */
    boolean onWritable(Connection owner) {
        if (rest.isReadable()) {
            pushRest(owner);
            return true;
        }
        if (awaitsRoom) {
            forgetRoom();
            owner.onRoomy();
            return true;
        }
        return false;
    }

    private void pushRest(Connection owner) {
        boolean isTaken = write();
        if (isTaken) {
            owner.onTaken();
            forgetRest();
        }
        fit();
        if (isTaken) {
            owner.onDrained();
        }
    }

    // Returns whether the kernel has taken the whole rest.
    private boolean write() {
        try {
            rest.readBytes(channel.socket(), rest.readableBytes());
        } catch (IOException e) {
            fail();
            return false;
        }
        if (rest.isReadable()) {
            keepRest();
            return false;
        }
        return true;
    }

    // A few bytes that are not taken must not hold a whole buffer.
    private void keepRest() {
        ByteBuf tail = channel.parkTail(rest);
        if (tail.isReadable()) {
            rest.release();
            rest = tail;
        }
    }

    private void forgetRest() {
        ByteBuf taken = rest;
        rest = Unpooled.EMPTY_BUFFER;
        taken.release();
    }

    private void fail() {
        state = State.FAILED;
        drop();
        fit();
        channel.onWriteFailed();
    }

    private boolean isOpen() {
        return state == State.OPEN && channel.isActive();
    }

    private void fit() {
        boolean isWanted = rest.isReadable() || awaitsRoom;
        if (isWanted != hasInterest) {
            hasInterest = isWanted;
            channel.writeInterest(isWanted);
        }
    }
}
