package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.connection.BackConnection;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.FrontConnection;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import io.weir.connection.Written;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a socket: the test says what arrives, and when the other side takes what is written. It keeps the contract of a
 * back connection, as {@link FakeConnectionTest} shows; what the loop of a real one does by itself, a test does by {@link #turn()},
 * {@link #collectGrant()} and {@link #tellFailure()}.
 */
final class FakeConnection implements FrontConnection, BackConnection, Holder.Owner {

    private final FakeInput input = new FakeInput();
    private final FakeGate gate;
    private final FakeOutput output = new FakeOutput();
    private ConnectionEvents owner;
    private SourceEvents source;
    private SinkEvents sink;
    private @Nullable Lease held;
    private @Nullable Lease unsent;
    private boolean failureUntold;
    private boolean closeUntold;
    private InetSocketAddress told = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
    private InetSocketAddress called = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    private boolean looksForReset;
    private boolean closed;
    private boolean aborted;
    private boolean disturbed;
    private boolean parksNothing;
    private boolean awaitsRoom;

    private IntConsumer onKeep = seconds -> {};

    /** A connection of which nobody hears yet. */
    FakeConnection(BufferPool pool, Flow flow) {
        owner = Nobody.HEARS;
        source = Nobody.HEARS;
        sink = Nobody.HEARS;
        gate = new FakeGate(input, pool, flow, this::breakOff);
    }

    /** Nobody hears of a connection. */
    enum Nobody implements IdleEvents {
        HEARS;

        @Override
        public void onUnsolicited() {}

        @Override
        public void onOver() {}

        @Override
        public void onBug(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public InetAddress client() {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** From now on does this when it is kept for another exchange; the server keeps it for so many seconds, as it says. */
    void whenKept(IntConsumer action) {
        onKeep = action;
    }

    // What the test does.

    /** Bytes arrive, and are read if that is wished and there is a buffer. */
    void arrive(String bytes) {
        input.arrive(bytes);
        gate.turn();
    }

    /** Bytes arrive, which the loop sees when it comes round: {@link #turn()}. */
    void arriveUnseen(String bytes) {
        input.arrive(bytes);
    }

    /** The loop comes round: what can be read is, and what was put off is told. */
    void turn() {
        if (closeUntold) {
            breakOff();
        } else if (!closed) {
            lookAround();
            gate.turn();
        }
    }

    private void lookAround() {
        if (looksForReset && gate.wish() == FakeGate.Wish.NOTHING && input.isReset()) {
            breakOff();
        }
        looksForReset &= !closed && input.look() == Look.QUIET;
    }

    /** Uses the buffer that it stood in line for, if it has been granted. */
    void collectGrant() {
        gate.collectGrant();
    }

    /** Drops what has arrived and was not read. */
    void forget() {
        input.forget();
    }

    void end() {
        source.onEnd();
    }

    /** The other side ends its bytes, which is told once all that has arrived is read, as a socket does. */
    void endInput() {
        input.end();
        gate.turn();
    }

    boolean hasEndedInput() {
        return input.hasEnded();
    }

    /** The other side resets the connection, which the loop sees when it reads or looks for that, or by a failed write. */
    void reset() {
        input.reset();
        failWrites();
    }

    /** The connection is gone, and the loop has seen it. */
    void breakOff() {
        finish();
        closeUntold = false;
        owner.onClosed();
    }

    private void finish() {
        closed = true;
        gate.close();
        dropUnsent();
    }

    /** From now on the other side takes nothing. */
    void stall() {
        takeOnly(0);
    }

    /** From now on the other side takes so many bytes, and no more. */
    void takeOnly(int bytes) {
        output.takeOnly(bytes);
    }

    /** The other side takes so many bytes, first of those that are left of the last write. */
    void takeMore(int bytes) {
        output.takeOnly(bytes);
        if (output.hasRest() && output.push()) {
            moved();
            sink.onDrained();
        }
    }

    /** From now on the other side takes nothing, and what is left of a text cannot be parked. */
    void stallWithoutRoom() {
        stall();
        parkNothing();
    }

    /** From now on what is left of a text cannot be parked. */
    void parkNothing() {
        parksNothing = true;
    }

    /** The other side takes what is left of the last write, and all that follows. */
    void drain() {
        takeMore(Integer.MAX_VALUE);
    }

    /** From now on each write fails, as after a reset. What is left of the last one fails now; {@link #tellFailure()} tells. */
    void failWrites() {
        output.breakOff();
        if (output.hasRest()) {
            dropUnsent();
            failureUntold = true;
        }
    }

    /** A write has failed, and the loop tells it. */
    void reportFailedWrite() {
        output.breakOff();
        dropUnsent();
        failureUntold = true;
        tellFailure();
    }

    /** The loop comes round after a failed write. */
    void tellFailure() {
        if (failureUntold && !closed) {
            failureUntold = false;
            sink.onWriteFailed();
        }
    }

    /** The other side takes what is written, but whether it will take more is not known. */
    void fillUp() {
        output.room(0);
    }

    /** The other side is known to take whatever comes. */
    void makeRoom() {
        makeRoom(Integer.MAX_VALUE);
    }

    /** The other side is known to take so many bytes more. */
    void makeRoom(int bytes) {
        output.room(bytes);
        if (awaitsRoom && !output.hasRest()) {
            awaitsRoom = false;
            sink.onRoomy();
        }
    }

    /** Something has happened on it that only a look at the socket tells. */
    void disturb() {
        disturbed = true;
    }

    /** All that was written since the last call. */
    String written() {
        return output.written();
    }

    /** The party that is told what happens to it as a whole. */
    ConnectionEvents owner() {
        return owner;
    }

    FakeGate.Wish wish() {
        return gate.wish();
    }

    WaitClass urgency() {
        return gate.urgency();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isAborted() {
        return aborted;
    }

    boolean hasEndedOutput() {
        return output.hasEnded();
    }

    // What the session asks for.

    @Override
    public void tell(ConnectionEvents ofConnection, SourceEvents ofSource, SinkEvents ofSink) {
        awaitsRoom = false;
        owner = ofConnection;
        source = ofSource;
        sink = ofSink;
        gate.events(ofSource);
    }

    @Override
    public void keep(int idleSeconds) {
        onKeep.accept(idleSeconds);
    }

    @Override
    public void read(WaitClass urgency) {
        gate.wantBytes(urgency);
    }

    @Override
    public void readInto(ByteBuf buffer) {
        hold(buffer);
        gate.wantMore(buffer);
    }

    @Override
    public void lease(WaitClass urgency) {
        gate.wantLease(urgency);
    }

    @Override
    public void watch() {
        gate.wantWithoutBuffer(FakeGate.Wish.WATCH);
    }

    @Override
    public void discard() {
        gate.wantWithoutBuffer(FakeGate.Wish.DISCARD);
    }

    @Override
    public void pause() {
        gate.wantWithoutBuffer(FakeGate.Wish.NOTHING);
    }

    @Override
    public void lookForReset() {
        looksForReset = !output.hasEnded();
    }

    @Override
    public boolean isWaitingForBuffer() {
        return gate.isWaiting();
    }

    @Override
    public Written write(ByteBuf buffer) {
        awaitsRoom = false;
        boolean couldFail = !output.hasFailed() && !closed;
        Written result = output.write(buffer, closed);
        failureUntold |= couldFail && output.hasFailed();
        if (output.hasRest() && Lease.isLeased(buffer) && !Lease.of(buffer).isStalled()) {
            unsent = stall(buffer);
        }
        return result;
    }

    @Override
    public Written write(byte[] text) {
        Written result = write(Unpooled.wrappedBuffer(text));
        if (parksNothing && output.hasRest()) {
            aborted = true;
            finish();
            closeUntold = true;
            return Written.NO_ROOM;
        }
        return result;
    }

    @Override
    public int untaken() {
        return output.untaken();
    }

    @Override
    public boolean takeBack() {
        moved();
        output.takeBack();
        return isDrained();
    }

    // The bytes of the last write are taken or dropped; the session may still hold another part of their buffer.
    private void moved() {
        Lease lease = unsent;
        unsent = null;
        if (lease != null) {
            lease.moves();
        }
    }

    private void dropUnsent() {
        moved();
        output.loseRest();
        awaitsRoom = false;
    }

    @Override
    public boolean isDrained() {
        return output.takesMore() && !closed;
    }

    @Override
    public int room() {
        return output.room();
    }

    @Override
    public void awaitRoom() {
        awaitsRoom = output.isOpen() && !closed;
    }

    @Override
    public void hold(ByteBuf buffer) {
        held = stall(buffer);
    }

    private Lease stall(ByteBuf buffer) {
        Lease lease = Lease.of(buffer);
        lease.stalls(new Holder(owner.client(), this), buffer.readableBytes());
        return lease;
    }

    @Override
    public void evict(long stall) {
        if (isEvicted(unsent, stall) || isEvicted(held, stall)) {
            owner.onEvicted();
        }
    }

    private static boolean isEvicted(@Nullable Lease lease, long stall) {
        return lease != null && lease.isEvicted(stall);
    }

    /** As a look at a socket does, loses a byte if one has arrived. */
    @Override
    public Look look() {
        Look found = input.look();
        if (found == Look.BYTES) {
            input.takeFirst();
        }
        return found == Look.QUIET && (closed || disturbed) ? Look.ENDED : found;
    }

    @Override
    public Look stir() {
        if (input.isEmpty()) {
            return look();
        }
        source.onStirred(input.takeFirst());
        return Look.BYTES;
    }

    @Override
    public void shutdownOutput() {
        output.end();
        awaitsRoom = false;
    }

    @Override
    public void close() {
        closeUntold = false;
        finish();
    }

    @Override
    public void abort() {
        aborted = true;
        close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
    }

    @Override
    public void speaksFor(InetSocketAddress source, InetSocketAddress destination) {
        told = source;
        called = destination;
    }

    @Override
    public InetSocketAddress clientAddress() {
        return told;
    }

    @Override
    public InetSocketAddress calledAddress() {
        return called;
    }
}
