package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.buffer.Flow;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.buffer.WaitClass;
import io.weir.connection.Peer;
import io.weir.connection.PeerEvents;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A front or back connection: translates between its channel and its session, and decides nothing. Confined to its loop. */
final class Connection extends ChannelInboundHandlerAdapter implements Peer, Holder.Owner, Coalescer.Member {
    // Less than that part of a buffer, left in it, is worth a copy that sets the buffer free.
    private static final int TAILS_PER_BUFFER = 8;

    // Part of a buffer that is a large piece: one to be put together with those that follow.
    private static final int LARGE_PART = 2;

    private final PeerChannel channel;
    private final Output output;
    private final TrafficLoop loop;
    private final ReadGate gate;
    private final int bufferSize;
    private final SocketSize size;
    private final Room room;
    private PeerEvents events;
    private @Nullable Lease written;
    private @Nullable Lease held;
    private @Nullable Holder holder;
    private @Nullable IdleConnection idleEntry;
    private @Nullable InetSocketAddress toldClient;
    private @Nullable InetSocketAddress toldCalled;
    private boolean outputEnded;
    private boolean coalesces;
    private boolean lacksRoom;
    private long bulkTurn;

    Connection(PeerChannel channel, SocketSize size, TrafficLoop loop, Flow flow, long session, PeerEvents events) {
        this.channel = channel;
        output = channel.output();
        this.size = size;
        this.loop = loop;
        this.events = events;
        this.gate = new ReadGate(channel, loop, flow, session, events);
        bufferSize = loop.pool().limits().size();
        room = new Room(loop.sendBufferOf(channel, size), bufferSize);
        channel.connect(this);
        channel.pipeline().addLast(this);
    }

    /** Belongs to another session from now on, or to the idle list. */
    void attach(PeerEvents next, long session) {
        events = next;
        holder = null;
        output.forgetRoom();
        gate.events(next, session);
    }

    @Override
    public void tell(PeerEvents next) {
        assert loop.inEventLoop();
        events = next;
        output.forgetRoom();
        gate.events(next);
    }

    TrafficLoop loop() {
        return loop;
    }

    /** What its socket was made as. */
    SocketSize size() {
        return size;
    }

    /** Its place in the idle list, once it has been there. */
    @Nullable
    IdleConnection idleEntry() {
        return idleEntry;
    }

    void idleEntry(IdleConnection entry) {
        idleEntry = entry;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    boolean hasSession() {
        return events != NoEvents.NONE;
    }

    @Override
    public void read(WaitClass urgency) {
        assert loop.inEventLoop();
        gate.wantBytes(urgency);
    }

    @Override
    public void readInto(ByteBuf buffer) {
        assert loop.inEventLoop();
        hold(buffer);
        gate.wantMore(buffer);
    }

    @Override
    public void lease(WaitClass urgency) {
        assert loop.inEventLoop();
        gate.wantLease(urgency);
    }

    @Override
    public void watch() {
        assert loop.inEventLoop();
        gate.wantSign();
    }

    @Override
    public void discard() {
        assert loop.inEventLoop();
        gate.wantNoneOfIt();
    }

    @Override
    public void pause() {
        assert loop.inEventLoop();
        gate.wantNothing();
    }

    // Once our side has ended as well, the kernel reports the end of the other as it reports a reset.
    @Override
    public void lookForReset() {
        assert loop.inEventLoop();
        if (!outputEnded) {
            channel.lookForReset();
        }
    }

    @Override
    public boolean isWaitingForBuffer() {
        assert loop.inEventLoop();
        return gate.isWaiting();
    }

    @Override
    public Written write(ByteBuf buffer) {
        assert loop.inEventLoop();
        room.write(buffer.readableBytes());
        if (buffer.readableBytes() >= bufferSize / LARGE_PART) {
            onBulk();
        }
        if (output.send(buffer)) {
            return Written.ALL;
        }
        // One that is held already is its holder's to answer for.
        if (output.isWriting(buffer)
                && Lease.isLeased(buffer)
                && !Lease.of(buffer).isStalled()) {
            written = stall(buffer, room.unseenBytes());
        }
        return Written.STALLED;
    }

    // To be put together with the next, if it is not the first in a row.
    private void onBulk() {
        Coalescer coalescer = loop.coalescer();
        long turn = coalescer.turn();
        if (!coalesces && turn - bulkTurn == 1 && channel.sendAtOnce(false)) {
            coalesces = true;
            coalescer.add(this);
        }
        bulkTurn = turn;
    }

    @Override
    public boolean isBulkOf(long turn) {
        return bulkTurn == turn;
    }

    @Override
    public void sendAtOnce() {
        coalesces = false;
        channel.sendAtOnce(true);
    }

    @Override
    public void hold(ByteBuf buffer) {
        assert loop.inEventLoop();
        held = stall(buffer, 0);
    }

    private Lease stall(ByteBuf buffer, int unseenBytes) {
        Lease lease = Lease.of(buffer);
        lease.stalls(holder(), buffer.readableBytes(), unseenBytes);
        return lease;
    }

    private Holder holder() {
        Holder present = holder;
        if (present == null || !present.isFor(events.client())) {
            present = new Holder(events.client(), this);
            holder = present;
        }
        return present;
    }

    @Override
    public void evict(long stall) {
        loop.hop(() -> evictNow(stall));
    }

    private void evictNow(long stall) {
        if (!isEvicted(written, stall) && !isEvicted(held, stall)) {
            return;
        }
        try {
            events.onEvicted();
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    private static boolean isEvicted(@Nullable Lease lease, long stall) {
        return lease != null && lease.isEvicted(stall);
    }

    /** The socket is readable. Returns a buffer to read into, or the empty one, which suspends reading. */
    ByteBuf allocate() {
        return gate.allocate();
    }

    /** Most bytes that may be read into what {@link #allocate} has just returned. */
    int readLimit() {
        return gate.readLimit();
    }

    /** Bytes have been read into what {@link #allocate} returned. Takes ownership. */
    void onRead(ByteBuf buffer) {
        gate.onRead(buffer);
    }

    /** The other side has ended its bytes. */
    void onEnd() {
        events.onEnd();
    }

    /**
     * The other side has not taken all of {@code buffer}, which it borrows.
     *
     * @return what is left, to be written in its place: of a text of our own all of it, if there is room; of a leased buffer if it is so
     *     little that the buffer is not to be held for it and nobody else holds it; else the empty buffer
     */
    ByteBuf parkTail(ByteBuf buffer) {
        if (!Lease.isLeased(buffer)) {
            return parkText(buffer);
        }
        boolean isLast = buffer.refCnt() == 1;
        if (isLast && buffer.readableBytes() <= bufferSize / TAILS_PER_BUFFER) {
            ByteBuf tail = loop.parking().parkTail(buffer);
            if (tail.isReadable()) {
                written = null;
                return tail;
            }
        }
        Lease.of(buffer).progresses(buffer.readableBytes());
        return Unpooled.EMPTY_BUFFER;
    }

    private ByteBuf parkText(ByteBuf text) {
        if (Parking.isParked(text)) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf tail = loop.parking().parkTail(text);
        lacksRoom = !tail.isReadable();
        return tail;
    }

    @Override
    public Written write(byte[] text) {
        assert loop.inEventLoop();
        lacksRoom = false;
        Written result = write(Unpooled.wrappedBuffer(text));
        if (lacksRoom) {
            reset();
            return Written.NO_ROOM;
        }
        return result;
    }

    @Override
    public int untaken() {
        assert loop.inEventLoop();
        return output.untaken();
    }

    @Override
    public boolean takeBack() {
        assert loop.inEventLoop();
        output.takeBack(this);
        return output.isDrained();
    }

    @Override
    public boolean isDrained() {
        assert loop.inEventLoop();
        return output.isDrained();
    }

    @Override
    public int room() {
        assert loop.inEventLoop();
        return room.bytes();
    }

    @Override
    public void awaitRoom() {
        assert loop.inEventLoop();
        output.awaitRoom();
    }

    @Override
    public Look look() {
        assert loop.inEventLoop();
        return channel.look(loop.scratch());
    }

    @Override
    public Look stir() {
        assert loop.inEventLoop();
        Look found = look();
        if (found == Look.BYTES) {
            events.onStirred(loop.scratch().get(0));
        }
        return found;
    }

    @Override
    public void shutdownOutput() {
        assert loop.inEventLoop();
        outputEnded = true;
        output.end();
    }

    @Override
    public void close() {
        assert loop.inEventLoop();
        forgetSession();
        channel.close();
    }

    @Override
    public void abort() {
        assert loop.inEventLoop();
        forgetSession();
        reset();
    }

    private void reset() {
        if (channel.isOpen()) {
            channel.config().setSoLinger(0);
        }
        channel.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public void speaksFor(InetSocketAddress source, InetSocketAddress destination) {
        toldClient = source;
        toldCalled = destination;
    }

    @Override
    public InetSocketAddress clientAddress() {
        InetSocketAddress told = toldClient;
        return told == null ? remoteAddress() : told;
    }

    @Override
    public InetSocketAddress calledAddress() {
        InetSocketAddress told = toldCalled;
        return told == null ? channel.localAddress() : told;
    }

    /**
     * What stalled has been taken, or taken back, and its bytes are about to be released. Told before that, while the buffer is sure to be ours: of
     * a part of it the session may keep the rest, and the end of the lease would come too late.
     */
    void onTaken() {
        Lease taken = written;
        written = null;
        if (taken != null) {
            taken.moves();
        }
    }

    void onDrained() {
        events.onDrained();
    }

    /** The kernel has reported the socket writable, as {@link #awaitRoom()} asked for. */
    void onRoomy() {
        room.onWritable();
        events.onRoomy();
    }

    /** A write has failed, a moment ago; what the other side sent before can still be read. */
    void onWriteFailed() {
        outputEnded = true;
        try {
            events.onWriteFailed();
        } catch (RuntimeException | Error e) {
            onBug(e);
        }
    }

    // What the channel reports of Netty's own. A failed read or write is told by the end of the connection or of its
    // output.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException || cause instanceof Error) {
            onBug(cause);
        }
    }

    /** An exception that no code should have thrown costs this session, and no other. */
    void onBug(Throwable cause) {
        try {
            events.onBug(cause);
        } finally {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leaveLoop();
        PeerEvents told = events;
        events = NoEvents.NONE;
        told.onClosed();
    }

    private void forgetSession() {
        events = NoEvents.NONE;
        gate.events(NoEvents.NONE, 0);
        leaveLoop();
    }

    private void leaveLoop() {
        gate.close();
        if (idleEntry != null) {
            idleEntry.discard();
        }
    }
}
