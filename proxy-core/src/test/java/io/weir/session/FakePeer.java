package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.buffer.Acquisition;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.IdleEvents;
import io.weir.connection.Peer;
import io.weir.connection.PeerEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A connection without a socket: the test says what arrives, and when the other side takes what is written. */
final class FakePeer implements Peer, Holder.Owner {

    enum Wish {
        NOTHING,
        BYTES,
        MORE_BYTES,
        LEASE,
        WATCH,
        DISCARD
    }

    private final Ticket ticket;
    private final StringBuilder written = new StringBuilder();
    private PeerEvents events;
    private Wish wish = Wish.NOTHING;
    private WaitClass urgency = WaitClass.CONTINUE;
    private String inSocket = "";
    private @Nullable ByteBuf topUp;
    private final Deque<ByteBuf> refused = new ArrayDeque<>();
    private @Nullable Lease held;
    private int appetite = Integer.MAX_VALUE;
    private boolean writesFail;
    private boolean failureUntold;
    private boolean hasNoRoom;
    private int lostBytes;
    private InetSocketAddress told = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
    private InetSocketAddress called = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    private boolean inputEnded;
    private boolean endTold;
    private boolean outputEnded;
    private boolean closed;
    private boolean aborted;
    private boolean disturbed;
    private int room = Integer.MAX_VALUE;
    private int limit;
    private boolean awaitsRoom;
    private boolean toldToWait;

    FakePeer(BufferPool pool, Flow flow, PeerEvents events) {
        this.events = events;
        ticket = pool.ticket(1, flow, ignored -> true);
    }

    /** A connection that lies idle. */
    static FakePeer idle(BufferPool pool) {
        return new FakePeer(pool, Flow.RESPONSE, new IdleEvents() {
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
        });
    }

    // What the test does.

    @Override
    public void tell(PeerEvents next) {
        awaitsRoom = false;
        events = next;
    }

    /** Bytes arrive, and are read if that is wished and there is a buffer. */
    void arrive(String bytes) {
        inSocket += bytes;
        readable();
    }

    /** Bytes arrive, which the loop sees when it comes round: {@link #turn()}. */
    void arriveUnseen(String bytes) {
        inSocket += bytes;
    }

    /** The buffer that it stood in line for has been granted. */
    void collectGrant() {
        if (ticket.collect() instanceof Lease lease) {
            use(lease);
        }
    }

    // As ReadGate does: a buffer that is of no use any more goes back untold.
    private void use(Lease lease) {
        if (wish == Wish.LEASE) {
            wish = Wish.NOTHING;
            tellWaitIsOver();
            events.onBuffer(lease.buffer());
        } else if (wish == Wish.BYTES) {
            tellWaitIsOver();
            readInto(lease);
        } else {
            lease.close();
        }
    }

    private void tellToWait() {
        if (!toldToWait) {
            toldToWait = true;
            events.onWaitBegin();
        }
    }

    private void tellWaitIsOver() {
        if (toldToWait) {
            toldToWait = false;
            events.onWaitEnd();
        }
    }

    /** What has arrived, and was not read, is not there any more. */
    void forget() {
        inSocket = "";
    }

    void end() {
        events.onEnd();
    }

    /** Ends its bytes once all that has arrived is read, as a socket does. */
    void endInput() {
        inputEnded = true;
        readable();
    }

    boolean hasEndedInput() {
        return inputEnded;
    }

    void breakOff() {
        closed = true;
        ticket.close();
        events.onClosed();
    }

    /** From now on it takes nothing. */
    void stall() {
        takeOnly(0);
    }

    /** From now on it takes so many bytes, and no more. */
    void takeOnly(int bytes) {
        appetite = bytes;
    }

    /** Takes so many bytes of those that it has refused so far. */
    void takeMore(int bytes) {
        appetite = bytes;
        takeRefused();
    }

    /** From now on it takes nothing, and what is left of a text cannot be kept. */
    void stallWithoutRoom() {
        stall();
        hasNoRoom = true;
    }

    /** Takes what it has refused so far, and all that follows. */
    void drain() {
        takeMore(Integer.MAX_VALUE);
    }

    private void takeRefused() {
        if (refused.isEmpty()) {
            return;
        }
        while (!refused.isEmpty() && isTaken(refused.element())) {
            refused.remove().release();
        }
        if (refused.isEmpty()) {
            events.onDrained();
        }
    }

    /** From now on each write fails, as after a reset; that of bytes which it has refused does now. */
    void failWrites() {
        writesFail = true;
        if (!refused.isEmpty()) {
            loseRefused();
            failureUntold = true;
        }
    }

    private void loseRefused() {
        lostBytes += refusedBytes();
        dropRefused();
    }

    private int refusedBytes() {
        return refused.stream().mapToInt(ByteBuf::readableBytes).sum();
    }

    private void dropRefused() {
        refused.forEach(ByteBuf::release);
        refused.clear();
    }

    /** The loop reports a failed write. */
    void reportFailedWrite() {
        failureUntold = true;
        tellFailure();
    }

    /** The loop comes round after a failed write. */
    void tellFailure() {
        if (failureUntold && !closed) {
            failureUntold = false;
            events.onWriteFailed();
        }
    }

    /** It takes what is written, but whether it will take more is not known. */
    void fillUp() {
        room = 0;
    }

    /** It is known to take more. */
    void makeRoom() {
        makeRoom(Integer.MAX_VALUE);
    }

    /** It is known to take so many bytes more. */
    void makeRoom(int bytes) {
        room = bytes;
        if (awaitsRoom) {
            awaitsRoom = false;
            events.onRoomy();
        }
    }

    /** Something has happened on it that only a look at the socket tells. */
    void disturb() {
        disturbed = true;
    }

    /** All that was written since the last call. */
    String written() {
        String all = written.toString();
        written.setLength(0);
        return all;
    }

    Wish wish() {
        return wish;
    }

    WaitClass urgency() {
        return urgency;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isAborted() {
        return aborted;
    }

    boolean hasEndedOutput() {
        return outputEnded;
    }

    private void readable() {
        if (inSocket.isEmpty()) {
            tellEnd();
            return;
        }
        switch (wish) {
            case BYTES -> acquireAndRead();
            case MORE_BYTES -> readMore();
            case WATCH -> {
                wish = Wish.NOTHING;
                byte first = (byte) inSocket.charAt(0);
                inSocket = inSocket.substring(1);
                events.onStirred(first);
            }
            case DISCARD -> inSocket = "";
            case NOTHING, LEASE -> {}
        }
    }

    // A socket tells it only to who reads.
    private void tellEnd() {
        if (inputEnded && !endTold && wish != Wish.NOTHING && wish != Wish.LEASE) {
            endTold = true;
            wish = Wish.NOTHING;
            events.onEnd();
        }
    }

    private void acquireAndRead() {
        if (ticket.isPending()) {
            return;
        }
        limit = events.readLimit();
        if (limit == 0) {
            wish = Wish.NOTHING;
            return;
        }
        Acquisition acquisition = ticket.acquire(urgency);
        if (acquisition instanceof Lease lease) {
            readInto(lease);
        } else if (acquisition == ticket) {
            tellToWait();
        }
    }

    private void readInto(Lease lease) {
        events.prime(lease.buffer());
        if (inSocket.isEmpty()) {
            lease.close();
        } else {
            fill(lease.buffer());
        }
    }

    private void readMore() {
        ByteBuf buffer = topUp;
        topUp = null;
        if (buffer != null) {
            Lease.of(buffer).moves();
            limit = Integer.MAX_VALUE;
            fill(buffer);
        }
    }

    private void fill(ByteBuf buffer) {
        int count = Math.min(Math.min(buffer.writableBytes(), limit), inSocket.length());
        buffer.writeCharSequence(inSocket.substring(0, count), StandardCharsets.ISO_8859_1);
        inSocket = inSocket.substring(count);
        wish = Wish.NOTHING;
        events.onBytes(buffer);
    }

    // Takes what it has appetite for. Returns whether nothing is left.
    private boolean isTaken(ByteBuf buffer) {
        int count = Math.min(appetite, buffer.readableBytes());
        appetite -= appetite == Integer.MAX_VALUE ? 0 : count;
        written.append(buffer.readCharSequence(count, StandardCharsets.ISO_8859_1));
        return !buffer.isReadable();
    }

    // What the session asks for.

    @Override
    public void read(WaitClass wanted) {
        wish = Wish.BYTES;
        urgency = wanted;
        // The next readiness comes from the loop, never from within this call.
    }

    /** The loop comes round: what can be read is. */
    void turn() {
        readable();
    }

    @Override
    public void readInto(ByteBuf buffer) {
        hold(buffer);
        wish = Wish.MORE_BYTES;
        topUp = buffer;
    }

    @Override
    public void lease(WaitClass wanted) {
        urgency = wanted;
        Acquisition acquisition = ticket.acquire(wanted);
        if (acquisition instanceof Lease lease) {
            wish = Wish.NOTHING;
            events.onBuffer(lease.buffer());
        } else {
            wish = Wish.LEASE;
            tellToWait();
        }
    }

    @Override
    public void watch() {
        leaveLine();
        wish = Wish.WATCH;
    }

    @Override
    public void discard() {
        leaveLine();
        wish = Wish.DISCARD;
    }

    @Override
    public void pause() {
        leaveLine();
        wish = Wish.NOTHING;
    }

    private void leaveLine() {
        ticket.cancel();
        toldToWait = false;
        ByteBuf buffer = topUp;
        topUp = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    @Override
    public void lookForReset() {}

    @Override
    public boolean isWaitingForBuffer() {
        return ticket.isPending();
    }

    @Override
    public Written write(ByteBuf buffer) {
        awaitsRoom = false;
        if (!refused.isEmpty() || outputEnded) {
            buffer.release();
            throw new IllegalStateException("a write before the last one is taken, or after the end");
        }
        if (writesFail) {
            failureUntold = true;
            lostBytes += buffer.readableBytes();
            buffer.release();
            return Written.STALLED;
        }
        if (isTaken(buffer)) {
            buffer.release();
            return Written.ALL;
        }
        refused.add(buffer);
        if (Lease.isLeased(buffer)) {
            hold(buffer);
        }
        return Written.STALLED;
    }

    @Override
    public Written write(byte[] text) {
        if (hasNoRoom) {
            lostBytes += text.length;
            return Written.NO_ROOM;
        }
        return write(Unpooled.wrappedBuffer(text));
    }

    @Override
    public int untaken() {
        return refusedBytes() + lostBytes;
    }

    @Override
    public boolean takeBack() {
        dropRefused();
        return isDrained();
    }

    @Override
    public boolean isDrained() {
        return refused.isEmpty() && !writesFail && !closed;
    }

    @Override
    public int room() {
        return room;
    }

    @Override
    public void awaitRoom() {
        awaitsRoom = true;
    }

    @Override
    public void hold(ByteBuf buffer) {
        Lease lease = Lease.of(buffer);
        lease.stalls(new Holder(events.client(), this), buffer.readableBytes());
        held = lease;
    }

    @Override
    public void evict(long stall) {
        Lease lease = held;
        if (lease != null && lease.isEvicted(stall)) {
            events.onEvicted();
        }
    }

    @Override
    public Look look() {
        if (!inSocket.isEmpty()) {
            return Look.BYTES;
        }
        return closed || disturbed ? Look.ENDED : Look.QUIET;
    }

    @Override
    public Look stir() {
        Look found = look();
        if (found == Look.BYTES) {
            byte first = (byte) inSocket.charAt(0);
            inSocket = inSocket.substring(1);
            events.onStirred(first);
        }
        return found;
    }

    @Override
    public void shutdownOutput() {
        if (!refused.isEmpty()) {
            throw new IllegalStateException("an end before all is taken");
        }
        awaitsRoom = false;
        outputEnded = true;
    }

    @Override
    public void close() {
        closed = true;
        pause();
        ticket.close();
        loseRefused();
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
