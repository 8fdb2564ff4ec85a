package io.weir.tunnel;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.KeptBytes;
import io.weir.connection.Connection;
import io.weir.exchange.LoopResources;
import io.weir.exchange.PhaseTimer;
import io.weir.exchange.Timeline;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Two flows of bytes that nobody looks at, between a client and a server. Confined to its event loop. */
public final class Tunnel implements PhaseTimer.Owner {
    /*
     * Each flow ends by itself: when one side ends its bytes and all have been passed on, the other is told so, and may go on
     * sending. When both have ended, the tunnel has. If one side breaks off, or nothing passes for too long, it breaks.
     */

    /** The session whose exchange a tunnel carries. It closes the connections. */
    public interface Owner {
        Timeline timeline();

        InetAddress client();

        /** How long what may take. */
        Timeouts timeouts();

        /** Bytes at the beginning of a flow that are read as long as a buffer is free. */
        int earlyBytes();

        /** Both flows have ended, and all their bytes have been passed on. */
        void onTunnelEnded();

        /** It cannot go on. */
        void onTunnelBroken(Reason reason);

        /** Code of ours has thrown what it should not have. */
        void onBug(Throwable cause);
    }

    final LoopResources loop;
    private final Owner owner;
    private final PhaseTimer idle;
    private final Pump request;
    private final Pump response;
    private @Nullable Connection front;
    private @Nullable Connection back;

    /** A tunnel that has not begun. */
    public Tunnel(LoopResources loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
        idle = new PhaseTimer(loop.scheduler(), this);
        request = new Pump(this, Flow.REQUEST);
        response = new Pump(this, Flow.RESPONSE);
    }

    /** Hears of the client's connection from now on. What arrives before {@link #begin} is not read. */
    public void hearClient(Connection client) {
        client.tell(request, request, response);
    }

    /** Hears of the server's connection from now on. */
    public void hearServer(Connection server) {
        server.tell(response, response, request);
    }

    /** Carries bytes both ways from now on, beginning with what has been received already. Takes ownership of that. */
    public void begin(Connection client, Connection server, Received fromClient, ByteBuf fromServer) {
        open(client, server);
        response.begin(server, client, fromServer);
        request.begin(client, server, fromClient);
    }

    private void open(Connection client, Connection server) {
        front = client;
        back = server;
        touch();
    }

    /**
     * What a client has sent before its tunnel began.
     *
     * @param bytes a buffer, empty if there is nothing or it is kept
     * @param kept what is kept outside buffers
     * @param ended whether that was all, and nothing will follow
     */
    public record Received(ByteBuf bytes, KeptBytes kept, boolean ended) {}

    Timeline timeline() {
        return owner.timeline();
    }

    InetAddress client() {
        return owner.client();
    }

    Timeouts timeouts() {
        return owner.timeouts();
    }

    int earlyBytes() {
        return owner.earlyBytes();
    }

    /** The flow in the other direction. */
    Pump opposite(Pump pump) {
        return pump == request ? response : request;
    }

    /** Bytes have passed, in whatever direction. */
    void touch() {
        idle.enter(Ending.TUNNEL_IDLE_TIMEOUT, owner.timeouts().tunnelIdle());
    }

    /** A flow has ended, and all its bytes have been passed on. */
    void onFlowEnded() {
        if (request.hasEnded() && response.hasEnded()) {
            owner.onTunnelEnded();
        }
    }

    void onBroken(Reason reason) {
        owner.onTunnelBroken(reason);
    }

    @Override
    public void onBug(Throwable cause) {
        owner.onBug(cause);
    }

    @Override
    public void onExpired(Ending ending) {
        if (isWaitingForBuffer(front) || isWaitingForBuffer(back)) {
            // There are bytes; that they do not pass is our doing, and has a deadline of its own.
            touch();
        } else {
            onBroken(ending);
        }
    }

    private static boolean isWaitingForBuffer(@Nullable Connection peer) {
        return peer != null && peer.isWaitingForBuffer();
    }

    /** Gives back all that it holds, and forgets its connections, which are the owner's to close. */
    public void close() {
        idle.close();
        request.close();
        response.close();
        front = null;
        back = null;
    }
}
