package io.weir.transport;

import io.weir.buffer.Flow;
import io.weir.connection.FrontConnection;
import io.weir.socket.SocketSize;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A connection of a client. Confined to its event loop. */
final class FrontSocketConnection extends SocketConnection implements FrontConnection {

    private @Nullable Introduced introduced;

    FrontSocketConnection(PeerChannel channel, SocketSize size, TrafficLoop loop, long session) {
        super(channel, size, loop, Flow.REQUEST, session);
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
}
