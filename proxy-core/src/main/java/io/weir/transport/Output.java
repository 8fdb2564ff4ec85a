package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.connection.SinkEvents;
import io.weir.connection.Written;
import io.weir.socket.SocketSize;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one connection writes: one piece at a time, of which it keeps the rest that the kernel has not taken. Knows how much room the
 * socket has. Confined to its event loop.
 */
final class Output implements WriteSide.Writer {
    /*
     * The WRITE event has one owner at a time: the rest of a write, else the party that awaits room, else nobody. It is asked for and given up in
     * fit() and nowhere else, after each step that changes the owner; an output that has ended or failed, or whose socket is closed, has none.
     *
     * One piece at a time: a write behind a rest is a bug of the session, because what lies queued could then be parts of two messages, and the
     * end of the first (a parked tail, say) could come behind the second. It is refused with an exception, which costs that session.
     */

    private final WriteSide socket;
    private final TrafficLoop loop;
    private final Room room;
    private SinkEvents events;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;
    private boolean awaitsRoom;
    private int lostBytes;

    // Made when they are needed: few connections stall, and few have bulk.
    private @Nullable StalledBuffers stalled;
    private @Nullable Bulk bulk;

    Output(PeerChannel channel, SocketSize size, TrafficLoop loop) {
        socket = channel.writeSide();
        this.loop = loop;
        events = NoEvents.NONE;
        room = new Room(loop.sendBufferOf(channel.config(), size), loop.bufferSize());
    }

    /** Tells its events to {@code next} from now on. Ends a wait for room. */
    void events(SinkEvents next) {
        assert loop.inEventLoop();
        events = next;
        forgetRoom();
    }

    /** Belongs to another session from now on: there is no rest, and no buffer is held. */
    void forgetStalls() {
        assert loop.inEventLoop();
        if (stalled != null) {
            stalled.forget();
        }
    }

    /** The buffers that this connection holds without progress. */
    StalledBuffers stalled() {
        assert loop.inEventLoop();
        StalledBuffers present = stalled;
        if (present == null) {
            present = new StalledBuffers(loop, socket.channel().owner());
            stalled = present;
        }
        return present;
    }

    /**
     * Writes what the kernel takes of {@code buffer}, and the rest when it has room. Takes ownership. A failure is told later on the loop.
     *
     * @return whether all is taken; {@link Written#NO_ROOM} if {@code buffer} is a text of our own whose rest cannot be parked, and is lost
     * @throws IllegalStateException if there is a rest of the write before, or our side has been ended
     */
    Written send(ByteBuf buffer) {
        assert loop.inEventLoop();
        if (rest.isReadable() || !socket.mayOffer(this)) {
            buffer.release();
            throw new IllegalStateException("a write before the last one is taken, or after the end");
        }
        account(buffer.readableBytes());
        awaitsRoom = false;
        rest = buffer;
        Written result = offerRest();
        if (result == Written.ALL) {
            forgetRest();
        }
        fit();
        return result;
    }

    private void account(int bytes) {
        room.write(bytes);
        if (Bulk.isLarge(bytes, loop.bufferSize())) {
            bulk().onLargePiece();
        }
    }

    private Bulk bulk() {
        Bulk present = bulk;
        if (present == null) {
            present = new Bulk(socket, loop.coalescer());
            bulk = present;
        }
        return present;
    }

    /** Bytes that the kernel has not taken: the rest, and those that were lost with the socket. */
    int untaken() {
        assert loop.inEventLoop();
        return rest.readableBytes() + lostBytes;
    }

    /** Drops the rest, as if it had never been sent. */
    void takeBack() {
        assert loop.inEventLoop();
        if (rest.isReadable()) {
            freeRest();
            forgetRest();
            fit();
        }
    }

    /** Bytes that are sure to be taken at once: see {@link Room#bytes()}. */
    int room() {
        assert loop.inEventLoop();
        return room.bytes();
    }

    /** Asks to be told at the next moment in which the kernel calls the socket writable, and has taken the rest. */
    void awaitRoom() {
        assert loop.inEventLoop();
        awaitsRoom = socket.takesBytes();
        fit();
    }

    private void forgetRoom() {
        awaitsRoom = false;
        fit();
    }

    /** Ends our bytes. */
    void end() {
        assert loop.inEventLoop();
        if (rest.isReadable()) {
            throw new IllegalStateException("an end before all is taken");
        }
        forgetRoom();
        socket.end();
    }

    /** Whether there is no rest, and the socket takes more. */
    boolean isDrained() {
        assert loop.inEventLoop();
        return !rest.isReadable() && socket.takesBytes();
    }

    @Override
    public void onWritable() {
        assert loop.inEventLoop();
        if (rest.isReadable()) {
            pushRest();
        } else {
            forgetRoom();
            room.onWritable();
            events.onRoomy();
        }
    }

    /** An offer has failed, a moment ago. */
    void tellWriteFailed() {
        assert loop.inEventLoop();
        events.onWriteFailed();
    }

    private void pushRest() {
        Written result = offerRest();
        if (result == Written.ALL) {
            freeRest();
            forgetRest();
        }
        fit();
        if (result == Written.ALL) {
            events.onDrained();
        }
    }

    private Written offerRest() {
        if (socket.offer(this, rest) == WriteSide.LOST) {
            onLost();
            return Written.STALLED;
        }
        return rest.isReadable() ? keepRest() : Written.ALL;
    }

    // A few bytes that are not taken must not hold a whole buffer.
    private Written keepRest() {
        if (Parking.isParked(rest)) {
            return Written.STALLED;
        }
        ByteBuf parked = loop.tails().park(rest);
        if (parked.isReadable()) {
            freeRest();
            rest.release();
            rest = parked;
        } else if (Lease.isLeased(rest)) {
            stalled().onRest(rest, room.unseenBytes());
        } else {
            onLost();
            return Written.NO_ROOM;
        }
        return Written.STALLED;
    }

    // Told before the buffer is released.
    private void freeRest() {
        if (stalled != null) {
            stalled.onRestFree();
        }
    }

    private void forgetRest() {
        ByteBuf taken = rest;
        rest = Unpooled.EMPTY_BUFFER;
        taken.release();
    }

    /** Gives back what the kernel has not taken: no more is taken. */
    @Override
    public void onLost() {
        assert loop.inEventLoop();
        awaitsRoom = false;
        lostBytes += rest.readableBytes();
        forgetRest();
    }

    private void fit() {
        if (rest.isReadable() || awaitsRoom) {
            socket.await(this);
        } else {
            socket.forget(this);
        }
    }
}
