package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.buffer.Flow;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.Look;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import io.weir.connection.Written;
import io.weir.socket.SocketSize;
import java.net.InetAddress;

/**
 * A front or back connection: passes what its session asks for to the gate, the output and the channel of its socket, and what happens to the
 * socket to its session. Decides nothing. Confined to its event loop.
 */
abstract class SocketConnection extends ChannelInboundHandlerAdapter implements Connection, SocketOwner {

    final PeerChannel channel;
    final TrafficLoop loop;
    private final ReadGate gate;
    private final Output output;
    private ConnectionEvents owner = NoEvents.NONE;

    SocketConnection(PeerChannel channel, SocketSize size, TrafficLoop loop, Flow flow, long session) {
        this.channel = channel;
        this.loop = loop;
        gate = new ReadGate(channel, loop, flow, session);
        output = new Output(channel, size, loop);
        channel.belongsTo(this, gate);
        channel.pipeline().addLast(this);
    }

    /** Belongs to another session from now on, or to the idle list: it holds no buffer. */
    final void usedBy(long session) {
        output.forgetStalls();
        gate.usedBy(session);
    }

    @Override
    public final void tell(ConnectionEvents ofConnection, SourceEvents ofSource, SinkEvents ofSink) {
        owner = ofConnection;
        gate.events(ofSource);
        output.events(ofSink);
    }

    @Override
    public TrafficLoop loop() {
        return loop;
    }

    boolean isOpen() {
        assert loop.inEventLoop();
        return channel.isActive();
    }

    @Override
    public boolean hasSession() {
        assert loop.inEventLoop();
        return owner != NoEvents.NONE;
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
            gate.onStirred(loop.scratch().get(0));
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
    public void onWriteFailed() {
        assert loop.inEventLoop();
        try {
            output.tellWriteFailed();
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
            owner.onBug(cause);
        } finally {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ConnectionEvents told = owner;
        forgetSession();
        try {
            told.onClosed();
        } finally {
            channel.closeActions().ended();
        }
    }

    @Override
    public InetAddress client() {
        return owner.client();
    }

    @Override
    public void onEvicted() {
        assert loop.inEventLoop();
        try {
            owner.onEvicted();
        } catch (RuntimeException | Error e) {
            onBug(e);
        }
    }

    /** Tells nothing of its events to anybody any more: it is closed, or about to be. */
    void forgetSession() {
        tell(NoEvents.NONE, NoEvents.NONE, NoEvents.NONE);
        gate.usedBy(0);
        gate.close();
    }
}
