package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.buffer.Flow;
import io.weir.buffer.WaitClass;
import io.weir.connection.Peer;
import io.weir.connection.PeerEvents;
import io.weir.socket.SocketSize;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A front or back connection: passes what its session asks for to the gate, the output and the channel of its socket, and what happens to the
 * socket to its session. Decides nothing. Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Peer, SocketOwner {

    private final PeerChannel channel;
    private final TrafficLoop loop;
    private final SocketSize size;
    private final ReadGate gate;
    private final Output output;
    private PeerEvents events;
    private @Nullable Introduced introduced;
    private @Nullable BackPlace backPlace;

    Connection(PeerChannel channel, SocketSize size, TrafficLoop loop, Flow flow, long session, PeerEvents events) {
        this.channel = channel;
        this.size = size;
        this.loop = loop;
        this.events = events;
        gate = new ReadGate(channel, loop, flow, session, events);
        output = new Output(channel, size, loop, events);
        channel.belongsTo(this, gate);
        channel.pipeline().addLast(this);
    }

    /** Belongs to another session from now on, or to the idle list. */
    void attach(PeerEvents next, long session) {
        events = next;
        output.attach(next);
        gate.events(next, session);
    }

    @Override
    public void tell(PeerEvents next) {
        events = next;
        output.events(next);
        gate.events(next);
    }

    @Override
    public TrafficLoop loop() {
        return loop;
    }

    /** What its socket was made as. */
    SocketSize size() {
        return size;
    }

    /** Its place in the count of back connections; null for a front connection. */
    @Nullable
    BackPlace backPlace() {
        assert loop.inEventLoop();
        return backPlace;
    }

    void backPlace(BackPlace place) {
        assert loop.inEventLoop();
        backPlace = place;
    }

    boolean isOpen() {
        assert loop.inEventLoop();
        return channel.isActive();
    }

    @Override
    public boolean hasSession() {
        assert loop.inEventLoop();
        return events != NoEvents.NONE;
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
        gate.wantSign();
    }

    @Override
    public void discard() {
        gate.wantNoneOfIt();
    }

    @Override
    public void pause() {
        gate.wantNothing();
    }

    @Override
    public void lookForReset() {
        channel.lookForReset();
    }

    @Override
    public boolean isWaitingForBuffer() {
        return gate.isWaiting();
    }

    @Override
    public Written write(ByteBuf buffer) {
        Written result = output.send(buffer);
        if (result == Written.NO_ROOM) {
            channel.abort();
        }
        return result;
    }

    @Override
    public Written write(byte[] text) {
        return write(Unpooled.wrappedBuffer(text));
    }

    @Override
    public void hold(ByteBuf buffer) {
        output.stalled().hold(buffer);
    }

    @Override
    public int untaken() {
        return output.untaken();
    }

    @Override
    public boolean takeBack() {
        output.takeBack();
        return output.isDrained();
    }

    @Override
    public boolean isDrained() {
        return output.isDrained();
    }

    @Override
    public int room() {
        return output.room();
    }

    @Override
    public void awaitRoom() {
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
        forgetSession();
        channel.abort();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public void speaksFor(InetSocketAddress source, InetSocketAddress destination) {
        assert loop.inEventLoop();
        introduced = new Introduced(source, destination);
    }

    @Override
    public InetSocketAddress clientAddress() {
        assert loop.inEventLoop();
        Introduced present = introduced;
        return present == null ? remoteAddress() : present.client();
    }

    @Override
    public InetSocketAddress calledAddress() {
        assert loop.inEventLoop();
        Introduced present = introduced;
        return present == null ? channel.localAddress() : present.called();
    }

    @Override
    public void onWriteFailed() {
        assert loop.inEventLoop();
        try {
            events.onWriteFailed();
        } catch (RuntimeException | Error e) {
            onBug(e);
        }
    }

    // An exception of Netty's own. A failed read or write is told by the end of the connection or of its output.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException || cause instanceof Error) {
            onBug(cause);
        }
    }

    /** An exception that no code should have thrown costs this session, and no other. */
    @Override
    public void onBug(Throwable cause) {
        assert loop.inEventLoop();
        try {
            events.onBug(cause);
        } finally {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        PeerEvents told = events;
        forgetSession();
        try {
            told.onClosed();
        } finally {
            channel.closeActions().ended();
        }
    }

    private void forgetSession() {
        events = NoEvents.NONE;
        output.events(NoEvents.NONE);
        gate.events(NoEvents.NONE, 0);
        gate.close();
        if (backPlace != null) {
            backPlace.leaveLoop();
        }
    }
}
